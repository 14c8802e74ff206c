"""Looks through an executed notebook: outputs.py NOTEBOOK WORD...

Every cell has run and none failed; it is small enough for a repository, and its outputs hold none of the words, such as the
paths of the machine that it ran on. Cells keep no ids of the run.
"""
import json
import sys

MOST_BYTES = 1_500_000


def main(path, *words):
    with open(path) as file:
        notebook = json.load(file)
    name = path.rsplit("/", 1)[-1]
    mimes = {}
    for number, cell in enumerate(notebook["cells"], 1):
        if cell["cell_type"] != "code":
            continue
        if cell["execution_count"] is None:
            sys.exit(f"{name}: cell {number} has not run")
        if all(line.startswith("@file:") for line in cell["source"]):
            # What libraries load into a notebook that is open is nothing to be read.
            cell["outputs"] = []
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                sys.exit(f"{name}: cell {number} failed: {output['ename']}: {output['evalue']}")
            if output.get("name") == "stderr":
                sys.exit(f"{name}: cell {number} wrote to stderr: {''.join(output['text'])}")
            text = json.dumps(output)
            for word in words:
                if word.rstrip("/") and word.rstrip("/") + "/" in text:
                    sys.exit(f"{name}: cell {number} shows {word}, a path of this machine")
            for mime in output.get("data", {"text/plain": None}):
                mimes[mime] = mimes.get(mime, 0) + 1
    size = len(json.dumps(notebook))
    if size > MOST_BYTES:
        sys.exit(f"{name} has {size:,} bytes with its outputs; more than {MOST_BYTES:,} are too many for a repository")
    # The kernel's own version of Python or of the machine says nothing to readers.
    notebook["metadata"] = {"kernelspec": notebook["metadata"]["kernelspec"], "language_info": {"name": "kotlin"}}
    with open(path, "w") as file:
        json.dump(notebook, file, indent=1, ensure_ascii=False)
        file.write("\n")
    shown = ", ".join(f"{count} {mime}" for mime, count in sorted(mimes.items()))
    print(f"{name}: every cell works; {size // 1000:,} kB; {shown}")


main(*sys.argv[1:])
