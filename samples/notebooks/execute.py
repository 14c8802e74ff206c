"""Executes a notebook without a browser: execute.py NOTEBOOK TO"""
import os
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.util import ensure_async


class Client(NotebookClient):
    async def _async_poll_output_msg(self, parent_msg_id, cell, cell_index):
        """As it is, but for updates of what is shown: kernels before 0.12 do not say which cell they belong to."""
        while True:
            message = await ensure_async(self.kc.iopub_channel.get_msg(timeout=None))
            parent = message["parent_header"].get("msg_id")
            if parent == parent_msg_id or (parent is None and message["msg_type"] == "update_display_data"):
                try:
                    self.process_message(message, cell, cell_index)
                except Exception as end:
                    if type(end).__name__ == "CellExecutionComplete":
                        return
                    raise


path, to = sys.argv[1:]
notebook = nbformat.read(path, as_version=4)
folder = {"metadata": {"path": os.path.dirname(os.path.abspath(path))}}
Client(notebook, timeout=900, kernel_name="kotlin", record_timing=False, resources=folder).execute()
nbformat.write(notebook, to)
