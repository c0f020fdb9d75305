// Shows the OpenAPI document that the script element names.
const { document: address, try: reachable } = document.currentScript.dataset;
window.SwaggerUIBundle({
  url: address,
  dom_id: "#swagger-ui",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  supportedSubmitMethods:
    reachable === "yes" ? ["get", "post", "put", "patch", "delete"] : [],
  validatorUrl: null,
});
