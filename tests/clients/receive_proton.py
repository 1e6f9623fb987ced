"""Qpid Proton receiving from the hub's AMQP door; prints the lines that receive.mjs describes."""
import json, os, re
from proton import ProtonException
from proton.utils import BlockingConnection

PORT, AGENCY, KEY = (os.environ[name] for name in ("HF_AMQP_PORT", "HF_AGENCY", "HF_KEY"))
QUEUE = f"agency-{AGENCY}"


def check(name, work):
    try:
        work()
        print(json.dumps({"name": name, "ok": True}), flush=True)
    except Exception as error:
        print(json.dumps({"name": name, "ok": False, "why": f"{type(error).__name__}: {error}"}), flush=True)


def took(message):
    print(json.dumps({"took": message.id}), flush=True)


connection = BlockingConnection(f"amqp://127.0.0.1:{PORT}", user=AGENCY, password=KEY, timeout=10)
receiver = connection.create_receiver(QUEUE, credit=5)


def accepts():
    for n in range(20):
        message = receiver.receive(timeout=8)
        assert message.id == f"m-{n}" and json.loads(message.body) == {"n": n}, f"{n}: {message}"
        assert message.properties["hf-notice"] == f"n-{n}" and message.delivery_count == 0, f"{n}: {message}"
        receiver.accept()
        took(message)


def releases():
    message = receiver.receive(timeout=8)
    receiver.release()
    for _ in range(10):
        again = receiver.receive(timeout=8)
        receiver.accept()
        took(again)
        if again.id == message.id:
            assert again.delivery_count == 1, again
            return
    raise AssertionError("it did not come again")


def refused():
    for queue, pattern in (("agency-river-icm", "unauthorized-access.*its own queue"), ("nowhere", "not-found.*no such queue")):
        try:
            connection.create_receiver(queue)
            raise AssertionError(f"{queue} was given")
        except ProtonException as error:
            assert re.search(pattern, str(error)), error


check("twenty messages come in order and are accepted", accepts)
check("a released message comes again", releases)
check("queues that are not the agency's own are refused in words", refused)
receiver.close()
connection.close()
