import type { Story } from "../story.ts";
import { type State, tally } from "./state.ts";

/** No acknowledged message is lost or doubled; each conversation is one case, or cases linked to each other. */
export function* conversationFaults(state: State, { post, written }: Story): Generator<string> {
  const count = tally(state.messages.map(({ direction, text }) => `${direction} ${text}`));
  for (const { text } of post.letters) {
    const times = count.get(`in ${text}`) ?? 0;
    if (times !== 1) yield `"${text}" was acknowledged and is there ${times} times.`;
  }
  for (const { text, direction, isDone } of written) {
    const times = count.get(`${direction} ${text}`) ?? 0;
    if (times > 1 || (isDone && times !== 1))
      yield `"${text}" was ${isDone ? "done" : "refused"} and is there ${times} times.`;
  }
  const expected = new Set([...post.letters, ...written].map(({ text }) => text));
  const invented = state.messages.find(({ text, automatic }) => automatic === null && !expected.has(text));
  if (invented !== undefined) yield `Nobody wrote "${invented.text}".`;
  yield* caseFaults(state, post.letters);
  yield* inboundFaults(state, post.accepted.keys());
}

function* caseFaults(state: State, letters: Story["post"]["letters"]): Generator<string> {
  const conversations = new Set(letters.map(({ conversation }) => conversation));
  const continued = state.links.filter(({ kind }) => kind === "split" || kind === "follow_up");
  const roots = state.cases.filter(({ id }) => !continued.some(({ fromId }) => fromId === id));
  if (roots.length !== conversations.size)
    yield `${conversations.size} conversations opened ${roots.length} cases.`;
  const family = families(state);
  for (const conversation of conversations) {
    const texts = new Set(
      letters.filter((letter) => letter.conversation === conversation).map(({ text }) => text),
    );
    const homes = state.messages.filter(({ direction, text }) => direction === "in" && texts.has(text));
    const found = new Set(homes.map(({ caseId }) => family(caseId)));
    if (found.size > 1)
      yield `${conversation} is in ${found.size} cases that have nothing to do with each other.`;
  }
  const people = tally(state.customers.map(({ name }) => name));
  for (const [name, times] of people) if (times > 1) yield `${name} is there ${times} times.`;
  for (const [code, times] of tally(state.cases.map(({ code }) => code)))
    if (times > 1) yield `${times} cases have the tracking code ${code}.`;
  for (const { id, caseId } of state.messages)
    if (!state.cases.some((one) => one.id === caseId)) yield `The message ${id} is in no case.`;
}

/** Cases that were split, followed up or merged belong together: names each such group. */
function families({ cases, links }: State): (caseId: string) => string {
  const parent = new Map(cases.map(({ id }) => [id, id]));
  const root = (id: string): string => {
    const above = parent.get(id) ?? id;
    return above === id ? id : root(above);
  };
  for (const { fromId, toId } of links) parent.set(root(fromId), root(toId));
  return root;
}

function* inboundFaults(state: State, accepted: Iterable<string>): Generator<string> {
  const kept = tally(state.inbound.map(({ dedupeKey }) => dedupeKey));
  for (const key of accepted) {
    const times = kept.get(key) ?? 0;
    if (times !== 1) yield `The delivery ${key} was acknowledged and is kept ${times} times.`;
  }
}
