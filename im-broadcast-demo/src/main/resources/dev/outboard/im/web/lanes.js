// Where a page is in a group whose messages several nodes number: docs/im-backplane.md, "Lanes". A server alone has one lane.

/** So many lanes are remembered, the oldest go first: each start of a node makes another one. */
const MOST = 64;

/** Up to where the messages of each lane have been seen. */
export class Lanes {
  #lasts = new Map();

  /** Whether nodes share the group, so that it may have lanes that nothing is known of yet. */
  shared = false;

  get known() {
    return this.#lasts.size > 0;
  }

  /** The last number that was seen of an epoch; undefined where nothing is known of it. */
  last(epoch) {
    return this.#lasts.get(epoch);
  }

  /** Whether messages before this one were missed; the first of an epoch that nothing is known of is the next one. */
  misses({epoch, sequence}) {
    const last = this.#lasts.get(epoch);
    return last !== undefined && BigInt(sequence) > last + 1n;
  }

  /** Says that everything up to this number was seen, or stands for nothing. */
  seen(epoch, sequence) {
    this.#lasts.set(epoch, sequence);
    if (this.#lasts.size > MOST) {
      this.#lasts.delete(this.#lasts.keys().next().value);
    }
  }

  forget(epoch) {
    this.#lasts.delete(epoch);
  }

  /** Begins anew, where the server is. */
  begin(told) {
    this.#lasts = new Map(told.map(lane => [lane.epoch, BigInt(lane.sequence)]));
  }

  epochs() {
    return [...this.#lasts.keys()];
  }

  /** Fields of a Subscription that asks for what came since. */
  request() {
    const positions = [...this.#lasts].map(([epoch, last]) => ({epoch, sequence: String(last)}));
    return {recover: this.known, ...(this.shared ? {positions} : positions[0])};
  }
}

/** Where an answer says the server is, in each lane: one that is alone says it in the answer itself. */
export const told = answer => (answer.lanes.length > 0 ? answer.lanes : [answer]);

/** Messages of several lanes by the time that they carry, each lane in the order that it has. */
export function byTime(messages) {
  const epochs = [...new Set(messages.map(it => it.epoch))];
  const lanes = epochs.map(epoch => messages.filter(it => it.epoch === epoch));
  const time = lane => BigInt(lane[0].intendedNanos);
  return messages.map(() => {
    const left = lanes.filter(lane => lane.length > 0);
    return left.reduce((first, lane) => (time(lane) < time(first) ? lane : first)).shift();
  });
}
