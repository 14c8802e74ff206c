"""Interrupts a cell as the notebook's button does, and looks whether its query ends on the server. Uses the kernel "kotlin"."""
import sys
import time

from jupyter_client.manager import start_new_kernel

MINUTES = 60
SETUP = [
    '@file:CompilerArgs("-Xskip-metadata-version-check")',
    """@file:DependsOn("dev.houseflow:houseflow-notebook:0.1.0-SNAPSHOT")
@file:DependsOn("dev.houseflow:houseflow-sdk-embedded:0.1.0-SNAPSHOT")""",
    """val server = dev.houseflow.embedded.EmbeddedClickHouse.start()
val ch = BlockingClickHouseClient(server.endpoint())""",
]
ENDLESS = 'ch.query("SELECT sum(number) FROM system.numbers SETTINGS max_threads = 1") { queryId = "endless" }'
RUNNING = "ch.query<Long>(\"SELECT count()::Int64 FROM system.processes WHERE query_id = 'endless'\").rows.single()"


def messages(client, request):
    """The messages that a request has caused, until the kernel is idle again."""
    while True:
        message = client.get_iopub_msg(timeout=10 * MINUTES)
        parent = message["parent_header"].get("msg_id")
        # Kernels before 0.12 do not say which cell an update belongs to.
        if parent != request and (parent is not None or message["msg_type"] != "update_display_data"):
            continue
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return
        yield message


def run(client, code):
    """What a cell shows at last."""
    shown = None
    for message in messages(client, client.execute(code)):
        if message["msg_type"] == "error":
            sys.exit(f"a cell failed: {message['content']['evalue']}")
        if message["msg_type"] == "execute_result":
            shown = message["content"]["data"]["text/plain"]
    return shown


def main():
    manager, client = start_new_kernel(startup_timeout=5 * MINUTES, kernel_name="kotlin")
    try:
        for code in SETUP:
            run(client, code)
        request = client.execute(ENDLESS)
        seen = 0
        for message in messages(client, request):
            if message["msg_type"] not in ("display_data", "update_display_data"):
                continue
            seen += 1
            if seen == 5:
                manager.interrupt_kernel()
        if seen < 5:
            sys.exit(f"the cell has shown its progress {seen} times only")
        reply = client.get_shell_msg(timeout=10 * MINUTES)
        while reply["parent_header"].get("msg_id") != request:
            reply = client.get_shell_msg(timeout=10 * MINUTES)
        if reply["content"]["status"] == "ok":
            sys.exit("the cell has ended well though it was interrupted")
        until = time.monotonic() + MINUTES
        while run(client, RUNNING) != "0":
            if time.monotonic() > until:
                sys.exit("the query still runs on the server, a minute after its cell was interrupted")
        run(client, "ch.close(); server.close()")
        print(f"interrupt: the cell has shown its progress {seen} times, and its query has ended on the server")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


main()
