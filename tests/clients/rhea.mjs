// rhea, a plain AMQP 1.0 client, against the hub's AMQP door.
import { attach, connect, data_section, data_sections, encode, putToken, send, sequence_section, unnamed, wrap_binary } from "./amqp.mjs";
import { check, contentType, event, kept, port, queue, refused, same, token } from "./suite.mjs";

const BATCH = 0x80013700;
const address = `sb://127.0.0.1:${port}/${queue}`;
const plain = (body = event(), rest = {}) => ({ body: data_section(body), content_type: contentType, ...rest });
const batch = (messages) => encode({ body: data_sections(messages), content_type: contentType });
const one = async (sender) => { const body = event(); await send(sender, plain(body)); kept(body); };

const connection = await connect(), sender = await attach(connection, queue);

await check("PLAIN opens the door and an unsettled send is accepted", async () => {
  await one(sender);
  same(256 * 1024, sender.max_message_size, "max-message-size");
});

await check("the properties are kept", async () => {
  const body = event(), application_properties = { "hf-signature": "v1.+/=", count: 7, isUrgent: false };
  await send(sender, plain(body, { message_id: "rhea-1", application_properties, ttl: 60000, durable: true, subject: "unused" }));
  kept(body, { id: "rhea-1", properties: { "hf-signature": "v1.+/=", count: "7", isUrgent: "false" } });
});

await check("a pre-settled send is kept", async () => {
  const silent = await attach(connection, queue, { snd_settle_mode: 1 }), body = event();
  silent.send(plain(body));
  await one(sender);
  kept(body);
});

await check("1,000 pipelined sends are all accepted, within the credit given", async () => {
  let most = 0, credit = 0;
  sender.on("sender_flow", () => (most = Math.max(most, sender.credit)));
  credit = sender.credit;
  const bodies = Array.from({ length: 1000 }, () => event());
  await Promise.all(bodies.map((body) => send(sender, plain(body)).then(() => kept(body))));
  if (!(credit > 0 && most > 0 && most <= 2048)) throw new Error(`credit ${credit} at first, ${most} at most`);
}, 20);

await check("twenty links of one connection are served alike", async () => {
  const senders = await Promise.all(Array.from({ length: 20 }, () => attach(connection, queue)));
  await Promise.all(senders.map(one));
  for (const link of senders) link.close();
});

await check("a batch is accepted whole", async () => {
  const bodies = [event(), event(), event()];
  await send(sender, batch(bodies.map((body, i) => encode(plain(body, { message_id: `b-${i}`, application_properties: { n: i } })))), BATCH);
  bodies.forEach((body, i) => kept(body, { id: `b-${i}`, properties: { n: String(i) } }));
});

await check("a batch with one bad message is refused whole", async () => {
  const other = await attach(connection, queue);
  await refused(() => send(other, batch([encode(plain()), Buffer.from([0x00, 0x53, 0x75, 0xa0, 0xff]), encode(plain())]), BATCH), /argument-error|decode-error/);
  await one(sender);
});

await check("an empty batch is refused", async () => {
  const other = await attach(connection, queue);
  await refused(() => send(other, encode({ body: "nothing" }), BATCH), /argument-error|decode-error/);
});

await check("several data sections are one body", async () => {
  const body = event();
  await send(sender, { body: data_sections([body.subarray(0, 9), body.subarray(9)]), content_type: contentType });
  kept(body);
});

await check("a text as a value is kept as its UTF-8", async () => {
  const body = event().toString().replace("pad", "é");
  await send(sender, { body, content_type: contentType });
  kept(body);
});

await check("bytes as a value are kept", async () => {
  const body = event();
  await send(sender, { body: wrap_binary(body), content_type: contentType });
  kept(body);
});

await check("a sequence as a body is refused in words", async () => {
  const other = await attach(connection, queue);
  await refused(() => send(other, { body: sequence_section(["a", 1]), content_type: contentType }), /argument-error|not-implemented/, /data/);
});

await check("a message over the limit is refused, and the connection goes on", async () => {
  const other = await attach(connection, queue);
  await refused(() => send(other, plain(event(300 * 1024))), /amqp:link:message-size-exceeded/, /256 KiB/);
  await one(await attach(connection, queue));
});

await check("an unknown queue is not found, and the connection goes on", async () => {
  await refused(() => attach(connection, "no-such-queue"), /amqp:not-found/, /client-changes/);
  await refused(() => attach(connection, {}), /amqp:/);
  await one(sender);
});

await check("the address may be a path or a whole URL", async () => {
  for (const written of [`/${queue}`, `amqp://127.0.0.1:${port}/${queue}`, queue.toUpperCase()]) await one(await attach(connection, written));
});

await check("another agency's queue is refused", () => refused(() => attach(connection, "agency-river-icm"), /amqp:unauthorized-access/, /client-changes/));

await check("a wrong password is refused, an unknown user alike", async () => {
  await refused(() => connect({ password: "wrong" }), /unauthorized-access/);
  await refused(() => connect({ username: "nobody" }), /unauthorized-access/);
});

await check("ANONYMOUS without a token may not send", async () => {
  const stranger = await connect(unnamed());
  await refused(() => attach(stranger, queue), /amqp:unauthorized-access/);
  stranger.close();
});

for (const mechanism of ["ANONYMOUS", "MSSBCBS"]) {
  await check(`${mechanism} and a token put by hand may send`, async () => {
    const other = await connect(unnamed(mechanism));
    same(202, await putToken(other, address, token(address)));
    await one(await attach(other, queue));
    same(202, await putToken(other, address, token(address, { seconds: 1200 })), "renewed");
    await one(await attach(other, queue));
    other.close();
  });
}

await check("a wrong or expired token is answered 401 in words", async () => {
  const other = await connect(unnamed());
  await refused(() => putToken(other, address, token(address, { secret: "wrong" })), /401/, /signature/i);
  await refused(() => putToken(other, address, token(address, { seconds: -5 })), /401/, /past|expired/i);
  await refused(() => putToken(other, address, "no token"), /40[01]/);
  await refused(() => attach(other, queue), /amqp:unauthorized-access/);
  other.close();
});

await check("a token for one queue doesn't open the other", async () => {
  const other = await connect(unnamed());
  await putToken(other, address, token(address));
  await refused(() => attach(other, "partner-activity"), /amqp:unauthorized-access/);
  other.close();
});

await check("receiving from a queue to send to is refused in words", () => refused(
  () => new Promise((_, reject) => { const link = connection.open_receiver(queue); link.once("receiver_error", () => reject(link.error)); }),
  /amqp:unauthorized-access/, /its own queue/));

await check("the smallest frames will do", async () => {
  const small = await connect({ max_frame_size: 512 });
  const body = event(5000);
  await send(await attach(small, queue), plain(body));
  kept(body);
  await refused(() => attach(small, "no-such-queue"), /amqp:not-found/);
  small.close();
});

await check("an idle connection that asks for heartbeats stays open", async () => {
  const idle = await connect({ idle_time_out: 1000 }), quiet = await attach(idle, queue);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  await one(quiet);
  idle.close();
});

await check("a connection closes in good order", () => new Promise((resolve, reject) => {
  connection.on("connection_close", ({ error }) => (error ? reject(error) : resolve()));
  connection.close();
}));

process.exit(0);
