// What the suites share. A suite talks to the hub at HF_AMQP_PORT as HF_AGENCY with HF_KEY and prints lines of JSON: {"name", "ok", "why"} for each
// check and {"kept": {...}} for each message the hub must have now; who runs it compares those with the queues.
import { createHmac } from "node:crypto";

export const { HF_AMQP_PORT: port, HF_AGENCY: agency, HF_KEY: key } = process.env;
export const queue = "client-changes";
export const contentType = "application/cloudevents+json";

const print = (line) => process.stdout.write(JSON.stringify(line) + "\n");
let made = 0;

/** Bytes no other message has, as many as asked. */
export const event = (size = 0) => Buffer.from(JSON.stringify({ suite: process.argv[1].split("/").pop(), n: made++, pad: "x".repeat(size) }));

/** A message the hub said it has. */
export const kept = (body, { id, type = contentType, properties = {}, to = queue } = {}) =>
  print({ kept: { queue: to, body: Buffer.from(body).toString("base64"), id, type, properties } });

/** A message that was completed: the hub must not have it now. */
export const took = (id) => print({ took: id });

/** A message that was made a dead letter and completed as one: gone too, but not fetched. */
export const buried = (id) => print({ buried: id });

/** Runs one check. It never hangs: no answer in time is a failure too. */
export async function check(name, work, seconds = 10) {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(reject, seconds * 1000, new Error(`no answer within ${seconds} s`))));
  try {
    await Promise.race([work(), late]);
    print({ name, ok: true });
  } catch (error) {
    print({ name, ok: false, why: said(error) });
  } finally {
    clearTimeout(timer);
  }
}

/** Fails unless two values are the same. */
export function same(expected, actual, what = "value") {
  if (JSON.stringify(expected) !== JSON.stringify(actual)) throw new Error(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}

/** Fails unless the work is refused in words that match. */
export async function refused(work, ...patterns) {
  const outcome = await work().then(() => undefined, said);
  if (outcome === undefined) throw new Error("it was taken");
  for (const pattern of patterns) if (!pattern.test(outcome)) throw new Error(`refused, but not with ${pattern}: ${outcome}`);
}

/** A shared access signature, made as the guide says. */
export function token(resource, { user = agency, secret = key, seconds = 600 } = {}) {
  const scope = encodeURIComponent(resource), expires = Math.floor(Date.now() / 1000) + seconds;
  const mac = createHmac("sha256", secret).update(`${scope}\n${expires}`).digest("base64");
  return `SharedAccessSignature sr=${scope}&sig=${encodeURIComponent(mac)}&se=${expires}&skn=${user}`;
}

/** What a client is told: its code or condition, and the hub's words. */
function said(error) {
  const last = error?.errors?.at(-1) ?? error;
  return `${last?.code ?? last?.condition ?? ""} ${last?.message || last?.description || last}`.trim();
}
