const GROUP = 4

/** `secret` in groups, which are easier to type; authenticator apps ignore the spaces. */
export function grouped(secret: string): string {
  return secret.match(new RegExp(`.{1,${GROUP}}`, 'g'))?.join(' ') ?? ''
}

/** An SVG element as the address of a picture, in which no script can run. */
export function pictureOf(svg: string): string {
  const whole = svg.includes('xmlns=')
    ? svg
    : svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')
  return `data:image/svg+xml,${encodeURIComponent(whole)}`
}
