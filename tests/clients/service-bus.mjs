// The official JavaScript SDK of Service Bus against the hub's AMQP door.
import { ServiceBusClient } from "@azure/service-bus";
import { agency, check, contentType, event, kept, key, port, queue, refused, same, token } from "./suite.mjs";

const endpoint = `Endpoint=sb://127.0.0.1:${port};`, emulator = ";UseDevelopmentEmulator=true";
const open = (access = `SharedAccessKeyName=${agency};SharedAccessKey=${key}`, maxRetries = 0) =>
  new ServiceBusClient(endpoint + access + emulator, { retryOptions: { maxRetries, retryDelayInMs: 200, timeoutInMs: 9000 } });
const plain = (body = event()) => ({ body, contentType });
const withOwn = async (client, work) => { try { await work(client); } finally { await client.close(); } };

const client = open(), sender = client.createSender(queue);

await check("a single message is accepted, its properties kept", async () => {
  const body = event(), applicationProperties = { "hf-signature": "v1.abc", count: 3, isUrgent: true };
  await sender.sendMessages({ body, contentType, messageId: "sdk-1", applicationProperties });
  kept(body, { id: "sdk-1", properties: { "hf-signature": "v1.abc", count: "3", isUrgent: "true" } });
});

await check("a batch made with createMessageBatch is accepted", async () => {
  const batch = await sender.createMessageBatch(), bodies = Array.from({ length: 20 }, () => event());
  same(256 * 1024, batch.maxSizeInBytes, "the most of one send");
  for (const body of bodies) same(true, batch.tryAddMessage({ ...plain(body), messageId: `batch-${body.length}` }));
  await sender.sendMessages(batch);
  for (const body of bodies) kept(body, { id: `batch-${body.length}` });
});

await check("a batch filled to the brim is accepted", async () => {
  const batch = await sender.createMessageBatch(), bodies = [];
  for (let body = event(8000); batch.tryAddMessage(plain(body)); body = event(8000)) bodies.push(body);
  if (bodies.length < 25) throw new Error(`only ${bodies.length} fitted`);
  await sender.sendMessages(batch);
  for (const body of bodies) kept(body);
});

await check("an array is accepted as a batch", async () => {
  const bodies = Array.from({ length: 25 }, () => event());
  await sender.sendMessages(bodies.map(plain));
  for (const body of bodies) kept(body);
});

await check("many sends at once are all accepted", async () => {
  const bodies = Array.from({ length: 300 }, () => event());
  await Promise.all(bodies.map((body) => sender.sendMessages(plain(body)).then(() => kept(body))));
});

await check("a large message in many frames is accepted", async () => {
  const body = event(200 * 1024);
  await sender.sendMessages(plain(body));
  kept(body);
});

await check("a text is kept as the JSON string that the SDK makes of it", async () => {
  const body = event().toString();
  await sender.sendMessages(plain(body));
  kept(JSON.stringify(body));
});

await check("an object is kept as the JSON that the SDK makes of it", async () => {
  const body = JSON.parse(event());
  await sender.sendMessages(plain(body));
  kept(JSON.stringify(body));
});

await check("a message over the limit is refused, and the sender goes on", async () => {
  await refused(() => sender.sendMessages(plain(event(300 * 1024))), /MessageSizeExceeded/, /256 KiB/);
  const body = event();
  await sender.sendMessages(plain(body));
  kept(body);
});

await check("a wrong key is refused in words", () => withOwn(open(`SharedAccessKeyName=${agency};SharedAccessKey=bm90IHRoaXMgb25l`), (other) =>
  refused(() => other.createSender(queue).sendMessages(plain()), /UnauthorizedAccess/, /signature/i)));

await check("an unknown agency is refused in the same words", () => withOwn(open(`SharedAccessKeyName=nobody;SharedAccessKey=${key}`), (other) =>
  refused(() => other.createSender(queue).sendMessages(plain()), /UnauthorizedAccess/, /signature/i)));

await check("an expired token is refused in words", () => withOwn(
  open(`SharedAccessSignature=${token(`sb://127.0.0.1:${port}/${queue}`, { seconds: -60 })}`),
  (other) => refused(() => other.createSender(queue).sendMessages(plain()), /UnauthorizedAccess/, /se is in the past|expired/i)));

await check("a token of one's own making is accepted", () => withOwn(
  open(`SharedAccessSignature=${token(`sb://127.0.0.1:${port}/${queue}`)}`),
  async (other) => { const body = event(); await other.createSender(queue).sendMessages(plain(body)); kept(body); }));

await check("an unknown queue is not found", () => withOwn(open(), (other) =>
  refused(() => other.createSender("no-such-queue").sendMessages(plain()), /MessagingEntityNotFound/, /client-changes/)));

await check("another agency's queue is refused", () => withOwn(open(), (other) =>
  refused(() => other.createSender("agency-river-icm").sendMessages(plain()), /UnauthorizedAccess/, /client-changes/)));

await check("a refused sender leaves the others of its connection alone", () => withOwn(open(), async (other) => {
  const [good, bad] = [other.createSender(queue), other.createSender("no-such-queue")], body = event();
  await Promise.all([refused(() => bad.sendMessages(plain()), /NotFound/), good.sendMessages(plain(body)).then(() => kept(body))]);
}));

await check("a message for later is accepted", async () => {
  const body = event();
  await sender.sendMessages({ ...plain(body), messageId: "later", scheduledEnqueueTimeUtc: new Date(Date.now() + 3600e3) });
  kept(body, { id: "later" });
});

await check("a session is refused in words", () => refused(() => sender.sendMessages({ ...plain(), sessionId: "one" }), /sessions/));

await check("scheduleMessages schedules, and what is scheduled stays so", async () => {
  const body = event(), [sequence] = await sender.scheduleMessages({ ...plain(body), messageId: "scheduled" }, new Date(Date.now() + 3600e3));
  kept(body, { id: "scheduled" });
  await refused(() => sender.cancelScheduledMessages(sequence), /Send|schedul/i);
});

await check("both inbound queues take messages on one connection", async () => {
  const body = event();
  await client.createSender("partner-activity").sendMessages(plain(body));
  kept(body, { to: "partner-activity" });
});

await check("a sender and a client can be closed and opened again", async () => {
  for (let i = 0; i < 3; i++) await withOwn(open(), async (again) => {
    for (const sender of [again.createSender(queue), again.createSender(queue)]) {
      const body = event();
      await sender.sendMessages(plain(body));
      kept(body);
      await sender.close();
    }
  });
});

await client.close();
process.exit(0);
