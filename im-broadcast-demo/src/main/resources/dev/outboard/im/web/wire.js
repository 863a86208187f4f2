// The subprotocol outboard.json.v1 of docs/im-web.md: requests with answers, and pushes, over one WebSocket.

/** A refusal: `code` is a status such as PERMISSION_DENIED. */
export class Refusal extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** One WebSocket, from its opening to its end; it is not opened again. */
export class Wire {
  #socket;
  #lastId = 0;
  #waiting = new Map();
  #handlers;
  #ended = false;

  /** @param handlers `push(name, data)` and `end(code, reason)`, the latter once. */
  constructor(handlers) {
    this.#handlers = handlers;
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    this.#socket = new WebSocket(`${scheme}//${location.host}/ws`, 'outboard.json.v1');
    this.#socket.onmessage = event => this.#receive(JSON.parse(event.data));
    this.#socket.onclose = event => this.#end(event.code, event.reason);
  }

  /** Resolves when the server knows who this is; what it answers are limits. */
  connect(token) {
    return new Promise((resolve, reject) => {
      this.#waiting.set(0, {resolve, reject}); // so that an end before the opening is heard of
      this.#socket.onopen = () => {
        this.#waiting.delete(0);
        this.call('connect', token ? {token} : {}).then(resolve, reject);
      };
    });
  }

  /** Resolves with the result, or rejects with a `Refusal`. */
  call(method, params = {}) {
    return new Promise((resolve, reject) => {
      if (this.#ended || this.#socket.readyState !== WebSocket.OPEN) {
        reject(new Refusal('UNAVAILABLE', 'connection: not open (expected: open)'));
        return;
      }
      const id = ++this.#lastId;
      this.#waiting.set(id, {resolve, reject});
      this.#socket.send(JSON.stringify({id, method, params}));
    });
  }

  /** Ends it at once, whether the server hears of it or not. */
  close() {
    this.#socket.close(1000);
    this.#end(1000, '');
  }

  #receive(message) {
    if (message.push) {
      this.#handlers.push(message.push, message.data);
      return;
    }
    const call = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) {
      call.reject(new Refusal(message.error.code, message.error.message));
    } else {
      call.resolve(message.result);
    }
  }

  #end(code, reason) {
    if (this.#ended) {
      return;
    }
    this.#ended = true;
    for (const call of this.#waiting.values()) {
      call.reject(new Refusal('UNAVAILABLE', 'connection: ended before the answer (expected: an answer)'));
    }
    this.#waiting.clear();
    this.#handlers.end(code, reason);
  }
}

/** An element with properties and children. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export const byId = id => document.getElementById(id);
