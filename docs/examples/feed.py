"""Follows the state of every server over the live feed; see docs/websocket.md.

SHELLWATCH_URL and SHELLWATCH_TOKEN say where and who. Needs: pip install websockets
"""

import argparse
import asyncio
import json
import os

import websockets


async def follow(url, token, show):
    servers = {}   # id -> state, what the snapshot and the changes say
    resume = None  # where we were: {"epoch": …, "seq": …}
    async for socket in websockets.connect(url, additional_headers={"Authorization": f"Bearer {token}"}):
        try:
            hello = json.loads(await socket.recv())
            show(f"connected to {hello['version']}, topics: {', '.join(hello['topics'])}")
            ask = {"type": "subscribe", "id": "1", "topic": "status"}
            await socket.send(json.dumps(ask if resume is None else {**ask, "resume": resume}))
            async for text in socket:
                message = json.loads(text)
                if message["type"] == "subscribed":
                    show("resumed, nothing was missed" if message["resumed"] else "a snapshot follows")
                    resume = {"epoch": message["epoch"], "seq": resume["seq"] if message["resumed"] else 0}
                elif message["type"] == "snapshot":
                    resume["seq"] = message["seq"]
                    servers = {one["id"]: one["state"] for one in message["data"]["servers"]}
                    show(f"{len(servers)} servers: {message['data']['totals']}")
                elif message["type"] == "change":
                    resume["seq"] = message["seq"]
                    server = message["data"]["server"]
                    servers[server["id"]] = server["state"]
                    show(f"{server['name']} is {server['state']}: {server['message'] or 'all well'}")
                elif message["type"] in ("error", "bye"):
                    show(f"{message['type']}: {message['message']}")
        except websockets.ConnectionClosed:
            pass
        # websockets waits a little longer after each attempt that fails, and connects again.
        show("the connection broke; connecting again")


async def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seconds", type=float, help="end after this long")
    seconds = arguments.parse_args().seconds
    url = os.environ["SHELLWATCH_URL"].replace("http", "ws", 1) + "/ws"
    following = follow(url, os.environ["SHELLWATCH_TOKEN"], lambda line: print(line, flush=True))
    try:
        await asyncio.wait_for(following, seconds)
    except TimeoutError:
        pass


if __name__ == "__main__":
    asyncio.run(main())
