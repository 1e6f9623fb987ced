"""Qpid Proton against the hub's AMQP door; prints the lines that suite.mjs describes."""
import base64, json, os, re
from proton import Delivery, Message, ProtonException
from proton.handlers import MessagingHandler
from proton.reactor import Container
from proton.utils import BlockingConnection

PORT, AGENCY, KEY = (os.environ[name] for name in ("HF_AMQP_PORT", "HF_AGENCY", "HF_KEY"))
URL, QUEUE, TYPE = f"amqp://127.0.0.1:{PORT}", "client-changes", "application/cloudevents+json"
made = 0


def event(size=0):
    global made
    made += 1
    return json.dumps({"suite": "qpid_proton.py", "n": made, "pad": "x" * size}).encode()


def kept(body, **rest):
    print(json.dumps({"kept": {"queue": QUEUE, "body": base64.b64encode(body).decode(), "type": TYPE, "properties": {}} | rest}), flush=True)


def check(name, work):
    try:
        work()
        print(json.dumps({"name": name, "ok": True}), flush=True)
    except Exception as error:
        print(json.dumps({"name": name, "ok": False, "why": f"{type(error).__name__}: {error}"}), flush=True)


def refused(work, pattern):
    try:
        work()
    except ProtonException as error:
        assert re.search(pattern, str(error)), f"refused, but not with {pattern}: {error}"
        return
    raise AssertionError("it was taken")


def connect(user=AGENCY, password=KEY):
    return BlockingConnection(URL, user=user, password=password, timeout=10)


def send(message):
    """Opens a sender of its own: Proton gives two of one queue the same name."""
    sender = connection.create_sender(QUEUE)
    answer = sender.send(message, error_states=[])
    sender.close()
    assert answer.remote_state == Delivery.ACCEPTED, f"{answer.remote_state} {answer.remote.condition}"


connection = connect()


def single():
    body = event()
    send(Message(body, inferred=True, content_type=TYPE, id="proton-1", properties={"hf-signature": "v1.abc", "count": 2}))
    kept(body, id="proton-1", properties={"hf-signature": "v1.abc", "count": "2"})


def large():
    body = event(100 * 1024)
    send(Message(body, inferred=True, content_type=TYPE))
    kept(body)


def text():
    body = event()
    send(Message(body.decode(), content_type=TYPE))
    kept(body)


class Pipelined(MessagingHandler):
    """Sends as fast as credit allows."""

    def __init__(self, count):
        super().__init__()
        self.waiting, self.sent, self.taken, self.wrong = [event() for _ in range(count)], {}, [], []

    def on_start(self, start):
        self.timer = start.container.schedule(15, self)
        start.container.create_sender(start.container.connect(URL, user=AGENCY, password=KEY, reconnect=False), QUEUE)

    def on_sendable(self, given):
        while given.sender.credit and self.waiting:
            body = self.waiting.pop()
            self.sent[given.sender.send(Message(body, inferred=True, content_type=TYPE)).tag] = body

    def on_accepted(self, answer):
        self.taken.append(self.sent.pop(answer.delivery.tag))
        if not self.waiting and not self.sent:
            self.timer.cancel()
            answer.connection.close()

    def on_rejected(self, answer):
        self.end(answer, answer.delivery.remote.condition)

    def on_transport_error(self, broken):
        self.end(broken, broken.transport.condition)

    def on_timer_task(self, late):
        self.wrong.append(f"{len(self.waiting)} not sent, {len(self.sent)} not answered")
        late.container.stop()

    def end(self, at, why):
        self.wrong.append(why)
        self.timer.cancel()
        at.connection.close()


def pipelined():
    handler = Pipelined(500)
    Container(handler).run()
    for body in handler.taken:
        kept(body)
    assert not handler.wrong and len(handler.taken) == 500, f"{len(handler.taken)} accepted; {handler.wrong}"


check("PLAIN opens the door and a single message is accepted", single)
check("a large message in many frames is accepted", large)
check("a text is kept as its UTF-8", text)
check("500 pipelined messages are all accepted", pipelined)
check("a wrong password is refused", lambda: refused(lambda: connect(password="wrong"), "unauthorized-access"))
check("an unknown user is refused", lambda: refused(lambda: connect(user="nobody"), "unauthorized-access"))
check("an unknown queue is not found", lambda: refused(lambda: connection.create_sender("no-such-queue"), "amqp:not-found"))
check("another agency's queue is refused", lambda: refused(lambda: connection.create_sender("agency-river-icm"), "amqp:unauthorized-access"))
check("the connection goes on after a refusal", single)
check("a connection closes in good order", connection.close)
