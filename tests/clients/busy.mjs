// A hub that takes five messages a minute from an agency: what the official SDK and rhea hear of the sixth.
import { ServiceBusClient } from "@azure/service-bus";
import { attach, connect, data_section, send } from "./amqp.mjs";
import { agency, check, contentType, event, kept, key, port, queue, refused, same } from "./suite.mjs";

const client = new ServiceBusClient(
  `Endpoint=sb://127.0.0.1:${port};SharedAccessKeyName=${agency};SharedAccessKey=${key};UseDevelopmentEmulator=true`,
  { retryOptions: { maxRetries: 0 } });
const sender = client.createSender(queue);

await check("the SDK is told that the hub is busy, and what was accepted is kept", async () => {
  const answers = await Promise.allSettled(Array.from({ length: 20 }, async () => {
    const body = event();
    await sender.sendMessages({ body, contentType });
    kept(body);
  }));
  const refusals = answers.filter(({ status }) => status === "rejected").map(({ reason }) => reason);
  same(15, refusals.length, "refused");
  for (const { code, retryable } of refusals) same(["ServiceBusy", true], [code, retryable]);
  await refused(() => Promise.reject(refusals[0]), /5 messages in a minute/);
});

await check("a batch is not taken in part", () => refused(() => sender.sendMessages([{ body: event() }, { body: event() }]), /ServiceBusy/));

await check("rhea is told so too", async () => {
  const connection = await connect();
  await refused(async () => send(await attach(connection, queue), { body: data_section(event()) }), /com.microsoft:server-busy/, /seconds/);
  connection.close();
});

await client.close();
process.exit(0);
