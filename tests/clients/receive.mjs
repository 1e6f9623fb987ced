// The official JavaScript SDK of Service Bus and rhea, receiving. The agency's queue holds messages `m-…`, each a notice, and a lock lasts two
// seconds. Prints besides its checks {"took": id} for each message it completed; who runs it compares that with the queue.
import { ServiceBusClient } from "@azure/service-bus";
import { attachReceiver, connect, take } from "./amqp.mjs";
import { agency, buried, check, key, port, refused, same, took } from "./suite.mjs";

const queue = `agency-${agency}`, dead = { subQueueType: "deadLetter" };
const open = (secret = key) => new ServiceBusClient(
  `Endpoint=sb://127.0.0.1:${port};SharedAccessKeyName=${agency};SharedAccessKey=${secret};UseDevelopmentEmulator=true`,
  { retryOptions: { maxRetries: 0, timeoutInMs: 9000 } });
const sleep = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
const unrenewed = { maxAutoLockRenewalDurationInMs: 0 }; // the SDK renews by itself where nothing is said
const client = open(), receiver = client.createReceiver(queue, unrenewed);
const next = async (from = receiver, count = 1) => {
  const messages = [];
  while (messages.length < count) {
    const some = await from.receiveMessages(count - messages.length, { maxWaitTimeInMs: 8000 });
    if (some.length === 0) throw new Error(`${messages.length} of ${count} messages came`);
    messages.push(...some);
  }
  return count === 1 ? messages[0] : messages;
};
let sequence;
const complete = async (message, from = receiver) => { await from.completeMessage(message); took(message.messageId); };

await check("a message comes under a lock, with all that Service Bus says of it, and is completed", async () => {
  const message = await next();
  same({ n: 0 }, message.body);
  same(["m-0", "application/cloudevents+json", "n-0", 0], [message.messageId, message.contentType, message.applicationProperties["hf-notice"], message.deliveryCount]);
  const late = message.lockedUntilUtc - Date.now();
  if (!(late > 0 && late < 2500 && message.enqueuedTimeUtc < message.lockedUntilUtc && message.sequenceNumber.gt(0))) throw new Error(`locked for ${late} ms`);
  same(14 * 24 * 3600e3, message.expiresAtUtc - message.enqueuedTimeUtc, "time to live");
  sequence = message.sequenceNumber;
  await complete(message);
});

await check("several are received at once, in order, and completed at once", async () => {
  const messages = await next(receiver, 5);
  same(["m-1", "m-2", "m-3", "m-4", "m-5"], messages.map((message) => message.messageId));
  await Promise.all(messages.map((message) => complete(message)));
});

await check("an abandoned message comes again", async () => {
  const message = await next();
  await receiver.abandonMessage(message);
  const again = await next();
  same([message.messageId, 1], [again.messageId, again.deliveryCount]);
  await complete(again);
});

await check("a dead letter is received with its reason", async () => {
  const message = await next();
  await receiver.deadLetterMessage(message, { deadLetterReason: "NotOurs", deadLetterErrorDescription: "wrong é agency" });
  const letters = client.createReceiver(queue, dead), letter = await next(letters);
  same([message.messageId, "NotOurs", "wrong é agency"], [letter.messageId, letter.deadLetterReason, letter.deadLetterErrorDescription]);
  await letters.completeMessage(letter);
  buried(letter.messageId);
  same(0, (await letters.receiveMessages(1, { maxWaitTimeInMs: 200 })).length, "letters left");
  await letters.close();
});

await check("a renewed lock lasts longer", async () => {
  const message = await next(), first = message.lockedUntilUtc, own = client.createReceiver(queue), renewed = await next(own);
  await sleep(1.3);
  const until = await receiver.renewMessageLock(message);
  if (until - first < 1000) throw new Error(`from ${first} to ${until}`);
  await sleep(1.3);
  await complete(message);
  await complete(renewed, own);
  await own.close();
});

await check("a message is not deferred, a lost lock is told as one, and both messages come again", async () => {
  const [deferred, lost] = await next(receiver, 2);
  await refused(() => receiver.deferMessage(deferred), /nothing is deferred/);
  await sleep(2.3);
  await refused(() => receiver.completeMessage(lost), /MessageLockLost/, /comes back/);
  await refused(() => receiver.renewMessageLock(lost), /MessageLockLost/);
  const again = await next(receiver, 2);
  same([deferred.messageId, lost.messageId], again.map((message) => message.messageId));
  for (const message of again) await complete(message);
});

await check("a message is settled after its receiver was closed", async () => {
  const other = client.createReceiver(queue, unrenewed), [one, two, three] = await next(other, 3);
  await other.close();
  await complete(one);
  await receiver.abandonMessage(two);
  await receiver.deadLetterMessage(three, { deadLetterReason: "Later" });
  const letters = client.createReceiver(queue, dead);
  await letters.completeMessage(await next(letters));
  buried(three.messageId);
  await letters.close();
  await complete(await next());
});

await check("peeking takes nothing", async () => {
  const [one, two] = await receiver.peekMessages(2), more = await receiver.peekMessages(1);
  if (!(two.sequenceNumber.gt(one.sequenceNumber) && more[0].sequenceNumber.gt(two.sequenceNumber))) throw new Error("not in order");
  same([], await client.createReceiver(queue, dead).peekMessages(5));
  const message = await next();
  same([one.messageId, one.sequenceNumber.toString()], [message.messageId, message.sequenceNumber.toString()]);
  await complete(message);
});

await check("receive and delete takes off what it gives", async () => {
  const taking = client.createReceiver(queue, { receiveMode: "receiveAndDelete" });
  for (const message of await next(taking, 3)) took(message.messageId);
  await taking.close();
});

await check("a subscription handles and completes", async () => {
  const subscribing = client.createReceiver(queue), seen = [];
  let subscription;
  await new Promise((resolve, reject) => (subscription = subscribing.subscribe({
    processMessage: async (message) => {
      if (seen.push(message.messageId) < 12) return;
      resolve();
      await sleep(0.3);
    },
    processError: async ({ error }) => reject(error),
  }, { maxConcurrentCalls: 1 })));
  await subscription.close();
  await sleep(0.5);
  await subscribing.close();
  for (const id of seen) took(id);
});

await check("two clients share the queue without doubles", async () => {
  const other = open(), receivers = [receiver, other.createReceiver(queue)];
  const ids = (await Promise.all(receivers.map(async (from) => {
    const messages = await next(from, 5);
    for (const message of messages) await complete(message, from);
    return messages.map((message) => message.messageId);
  }))).flat();
  same(10, new Set(ids).size, "different messages");
  await other.close();
});

await check("queues that are not the agency's own are refused in words", async () => {
  for (const [name, ...words] of [
    ["agency-river-icm", /UnauthorizedAccess/, /its own queue/], ["client-changes", /UnauthorizedAccess/, /its own queue/], ["nowhere", /MessagingEntityNotFound/],
  ]) await refused(() => client.createReceiver(name).receiveMessages(1, { maxWaitTimeInMs: 500 }), ...words);
});

await check("a wrong key is refused in words", async () => {
  const stranger = open("bm90IHRoaXMgb25l");
  await refused(() => stranger.createReceiver(queue).receiveMessages(1, { maxWaitTimeInMs: 500 }), /UnauthorizedAccess/, /signature/i);
  await stranger.close();
});

await check("a deferred message can't be asked for", () => refused(() => receiver.receiveDeferredMessages(sequence), /no deferred messages/));
await client.close();

const connection = await connect();

await check("rhea accepts by itself, settled", async () => {
  const link = await attachReceiver(connection, queue, { credit_window: 0 });
  link.add_credit(3);
  for (let i = 0; i < 3; i++) took((await take(link)).message.message_id);
  link.close();
});

await check("rhea is given no more than its credit, and a drain is answered", async () => {
  const link = await attachReceiver(connection, queue, { credit_window: 0, autoaccept: false });
  link.add_credit(2);
  const held = [await take(link), await take(link)];
  await refused(() => take(link, 0.5), /no message/);
  for (const { delivery, message } of held) { delivery.accept(); took(message.message_id); }
  const letters = await attachReceiver(connection, `${queue}/$deadletterqueue`, { credit_window: 0 });
  letters.add_credit(5);
  const drained = new Promise((resolve) => letters.once("receiver_drained", resolve));
  letters.drain_credit();
  await drained;
  same(0, letters.credit, "credit left");
  for (const each of [link, letters]) each.close();
});

await check("every outcome that rhea leaves unsettled is answered: accepted, or in words", async () => {
  const link = await attachReceiver(connection, queue, { credit_window: 0, autoaccept: false, autosettle: false, rcv_settle_mode: 1 });
  const answer = (delivery, settle) => new Promise((resolve) => { link.once("settled", () => resolve(delivery.remote_state)); settle(delivery); });
  const one = async () => { link.add_credit(1); return take(link); };
  for (const settle of [(d) => d.release(), (d) => d.modified({ delivery_failed: true })]) {
    const { delivery } = await one();
    if (!(await answer(delivery, settle)).constructor.composite_type?.includes("accepted")) throw new Error("not accepted");
  }
  const { delivery } = await one();
  const deferred = await answer(delivery, (d) => d.modified({ undeliverable_here: true }));
  same("amqp:not-implemented", deferred.error.condition);
  const { delivery: last, message } = await one();
  await answer(last, (d) => d.accept());
  took(message.message_id);
  link.close();
});

connection.close();
process.exit(0);
