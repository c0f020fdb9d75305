"""The server that transports are measured against: FastAPI with one route."""

from __future__ import annotations

import uvicorn
from fastapi import FastAPI

from backend.common import create_socket_server_config

app = FastAPI()


@app.get("/health")
async def health() -> dict[str, str]:
    return {"service": "data_node", "status": "ok"}


if __name__ == "__main__":
    uvicorn.run(app, **create_socket_server_config("data_node", 8001))
