import {Wire, byId, element} from '/wire.js';

const MAX_KEPT = 500; // messages of a group that stay on the page
const PAGE = 50;
const ALIVE_MILLIS = 20_000;
const ANSWER_MILLIS = 10_000;
const WHY = {
  4401: 'The server does not know this token, or it has expired.',
  4409: 'Signed in elsewhere with the same device.',
};

const randomText = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), b => b.toString(16).padStart(2, '0')).join('');
const device = sessionStorage.device ??= `page-${randomText().slice(0, 8)}`;

/** Who is signed in: `user` and `token` as typed, `id` as the server says. */
let me = null;
let wire = null;
let current = null;
let attempt = 0;
let retryTimer = 0;
let lastOwnNumber = Date.now();
const groups = new Map();

// ---- the state of the connection

let since = 0;

function say(state, text) {
  if (byId('status').dataset.state !== state) {
    since = Date.now();
  }
  byId('status').dataset.state = state;
  byId('status').textContent = text;
  const usable = state === 'open' && current !== null;
  byId('send').querySelector('button').disabled = current === null;
  byId('text').disabled = current === null;
  document.body.classList.toggle('cut-off', !usable && me !== null && state !== 'open');
}

setInterval(() => {
  if (byId('status').dataset.state === 'offline') {
    byId('status').textContent = `No network for ${Math.floor((Date.now() - since) / 1000)} s`;
  }
}, 250);

async function connect() {
  clearTimeout(retryTimer);
  if (me === null || wire !== null) {
    return;
  }
  if (!navigator.onLine) {
    say('offline', 'No network');
    return;
  }
  say('connecting', attempt === 0 ? 'Connecting' : 'Connecting again');
  const mine = new Wire({push: (name, data) => wire === mine && onPush(name, data), end: (code, reason) => onEnd(mine, code, reason)});
  wire = mine;
  try {
    await mine.connect(me.token);
    const user = me.token && !me.user ? '0' : me.user;
    const signedIn = await mine.call('signIn', {userId: user, device, hold: true, events: true});
    me.id = signedIn.userId;
    attempt = 0;
    sessionStorage.me = JSON.stringify({user: me.user, token: me.token});
    show(true);
    say('open', `Signed in as user ${me.id}`);
    await Promise.all([...groups.values()].map(group => subscribe(group).catch(refusal => refused(group, refusal))));
    resend();
  } catch (refusal) {
    if (wire === mine && refusal.code !== 'UNAVAILABLE') {
      signOut(refusal.message);
    }
  }
}

function onEnd(ended, code, reason) {
  if (wire !== ended) {
    return;
  }
  wire = null;
  for (const group of groups.values()) {
    group.live = false;
  }
  if (me === null) {
    return;
  }
  if (WHY[code]) {
    signOut(WHY[code]);
    return;
  }
  if (!navigator.onLine) {
    say('offline', 'No network');
    return;
  }
  if (me.id === undefined && attempt >= 2) {
    signOut(reason || 'The server does not answer.');
    return;
  }
  const wait = Math.min(10_000, 250 * 2 ** attempt++) * (0.5 + Math.random() / 2);
  say('waiting', 'Connection lost, trying again');
  retryTimer = setTimeout(connect, wait);
}

addEventListener('offline', () => {
  wire?.close();
  if (me !== null) {
    say('offline', 'No network');
  }
});
addEventListener('online', () => {
  attempt = 0;
  connect();
});

/** A connection that is dead without saying so shows by a call that is not answered. */
setInterval(() => {
  const asked = wire;
  if (asked === null || byId('status').dataset.state !== 'open' || current === null) {
    return;
  }
  const limit = setTimeout(() => asked.close(), ANSWER_MILLIS);
  asked.call('presence', {groupId: current.id})
    .then(list => setPresent(current, list), () => {})
    .finally(() => clearTimeout(limit));
}, ALIVE_MILLIS);

// ---- groups: positions, recovery, history

function groupOf(id) {
  let group = groups.get(id);
  if (!group) {
    // `epoch` and `sequence`: everything up to there has been shown. `early`: pushes that came before that is known.
    group = {id, epoch: null, sequence: 0n, live: false, early: [], messages: [], unread: 0, more: false, present: new Set(), typing: new Map(), sending: []};
    groups.set(id, group);
    saveGroups();
  }
  return group;
}

function saveGroups() {
  sessionStorage.groups = JSON.stringify([...groups.keys()]);
}

async function subscribe(group) {
  const asked = wire;
  group.live = false;
  group.early = [];
  const known = group.epoch !== null;
  const position = known ? {recover: true, epoch: group.epoch, sequence: String(group.sequence)} : {};
  const answer = await asked.call('subscribe', {groupId: group.id, ...position});
  if (!known) {
    group.epoch = answer.epoch;
    group.sequence = BigInt(answer.sequence);
    await loadBefore(asked, group);
  } else if (answer.recovery === 'RECOVERY_LOST') {
    group.messages.push({note: 'Some messages in between are gone.'});
    group.epoch = answer.epoch;
    group.sequence = BigInt(answer.sequence);
    await loadBefore(asked, group);
  } else {
    const before = group.messages.length;
    answer.messages.forEach(message => take(group, message));
    if (answer.recovery === 'RECOVERY_PARTIAL') {
      await catchUp(asked, group, BigInt(answer.sequence));
    }
    const missed = group.messages.length - before;
    if (missed > 0) {
      group.messages.splice(before, 0, {note: missed === 1 ? '1 message while you were away' : `${missed} messages while you were away`});
    }
  }
  goLive(group);
  group.members = answer.members;
  asked.call('presence', {groupId: group.id}).then(list => setPresent(group, list), () => {});
}

/** What was pushed meanwhile comes behind what was recovered. */
function goLive(group) {
  group.live = true;
  const early = group.early;
  group.early = [];
  early.forEach(message => take(group, message));
  render(group);
}

/** Shows the newest of what is kept, where nothing is shown yet. */
async function loadBefore(asked, group) {
  const page = await asked.call('history', {groupId: group.id, backward: true, limit: PAGE, since: String(group.sequence + 1n)});
  if (page.epoch === group.epoch) {
    group.messages.push(...page.messages.reverse());
    group.more = page.more;
  }
}

/** Shows what came before the first message that is shown, and keeps that where it is. */
async function loadEarlier(group) {
  const first = group.messages.find(message => message.sequence);
  const page = await wire.call('history', {groupId: group.id, backward: true, limit: PAGE, since: first.sequence});
  const list = byId('messages');
  const fromEnd = list.scrollHeight - list.scrollTop;
  if (page.epoch === first.epoch) {
    group.messages.unshift(...page.messages.reverse());
  }
  group.more = page.epoch === first.epoch && page.more;
  render(group);
  list.scrollTop = list.scrollHeight - fromEnd;
}

/** Reads what is missing up to a number. */
async function catchUp(asked, group, end) {
  while (group.sequence < end) {
    const page = await asked.call('history', {groupId: group.id, epoch: group.epoch, since: String(group.sequence)});
    if (page.lost || page.messages.length === 0) {
      group.messages.push({note: 'Some messages in between are gone.'});
      group.epoch = page.epoch;
      group.sequence = page.lost ? BigInt(page.oldest) - 1n : end;
      if (page.messages.length === 0 && !page.lost) {
        return;
      }
    }
    page.messages.forEach(message => take(group, message));
  }
}

/** Takes a message on where it is the next one; one that was seen is thrown away, and false says that some are missing. */
function take(group, message) {
  const sequence = BigInt(message.sequence);
  if (message.epoch !== group.epoch) {
    group.messages.push({note: 'The group has begun anew.'});
    group.epoch = message.epoch;
    group.sequence = sequence - 1n;
  }
  if (sequence <= group.sequence) {
    return true;
  }
  if (sequence > group.sequence + 1n && group.live) {
    return false;
  }
  group.sequence = sequence;
  group.messages.push(message);
  group.messages.splice(0, group.messages.length - MAX_KEPT);
  group.typing.delete(message.sender);
  group.present.add(message.sender);
  if (message.sender === me.id) {
    group.sending = group.sending.filter(own => own.clientSequence !== message.clientSequence);
  } else if (group !== current) {
    group.unread++;
  }
  return true;
}

async function onDeliver(message) {
  const group = groups.get(message.groupId);
  if (!group) {
    return;
  }
  if (!group.live) {
    group.early.push(message);
  } else if (take(group, message)) {
    render(group);
  } else {
    group.early.push(message);
    await fillGap(group, BigInt(message.sequence) - 1n);
  }
}

async function fillGap(group, end) {
  group.live = false;
  try {
    await catchUp(wire, group, end);
    goLive(group);
  } catch {
    // The connection has ended: the next one recovers.
  }
}

async function onGap(missed) {
  const hit = missed.all ? [...groups.values()] : [groups.get(missed.groupId)].filter(Boolean);
  for (const group of hit.filter(it => it.live)) {
    const page = await wire.call('history', {groupId: group.id, limit: 1, backward: true});
    await fillGap(group, BigInt(page.sequence));
  }
}

// ---- pushes

function onPush(name, data) {
  switch (name) {
    case 'deliver':
      onDeliver(data);
      break;
    case 'event':
      onEvent(data);
      break;
    case 'gap':
      onGap(data).catch(() => {});
      break;
    case 'drain':
      // The server goes: say goodbye, and come back where there is one.
      wire.close();
      break;
  }
}

function onEvent(event) {
  const group = groups.get(event.groupId);
  if (!group) {
    return;
  }
  if (event.typing !== '0') {
    if (event.typing !== me.id) {
      group.typing.set(event.typing, Date.now() + 4_000);
      renderTyping();
    }
    return;
  }
  if (event.more) {
    wire.call('presence', {groupId: group.id}).then(list => setPresent(group, list), () => {});
  }
  event.joined.forEach(user => group.present.add(user));
  event.left.forEach(user => group.present.delete(user));
  renderPeople();
}

function setPresent(group, list) {
  group.present = new Set(list.users.map(user => user.userId));
  renderPeople();
}

// ---- sending

async function send(text) {
  const own = {groupId: current.id, text, key: randomText(), clientSequence: String(++lastOwnNumber), intendedNanos: String(BigInt(Date.now()) * 1_000_000n)};
  current.sending.push(own);
  render(current);
  await publish(current, own);
}

/** Under its key, so that sending it again after a lost connection does not publish it again. */
async function publish(group, own) {
  try {
    await wire.call('publish', own);
  } catch (refusal) {
    if (refusal.code !== 'UNAVAILABLE' && wire !== null) {
      group.sending = group.sending.filter(it => it !== own);
      byId('send-error').textContent = `Not sent (${refusal.code.toLowerCase().replaceAll('_', ' ')}): ${refusal.message}`;
      render(group);
    }
  }
}

function resend() {
  for (const group of groups.values()) {
    group.sending.forEach(own => publish(group, own));
  }
}

let typingSaid = 0;

function sayTyping() {
  if (current?.live && Date.now() - typingSaid > 2_000) {
    typingSaid = Date.now();
    wire?.call('typing', {groupId: current.id}).catch(() => {});
  }
}

// ---- what is shown

const hue = user => Number(BigInt(user) * 137n % 360n);
const face = user => element('span', {className: `face h${Math.floor(hue(user) / 45)}`, ariaHidden: 'true', textContent: user.slice(-2)});
const nameOf = user => (user === me.id ? 'You' : `User ${user}`);

function timeOf(message) {
  const millis = Number(BigInt(message.intendedNanos) / 1_000_000n);
  const date = new Date(millis);
  return Math.abs(Date.now() - millis) < 30 * 86_400_000
    ? element('time', {dateTime: date.toISOString(), textContent: date.toLocaleTimeString([], {hour: '2-digit', minute: '2-digit'})})
    : '';
}

function line(message) {
  if (message.note) {
    return element('li', {className: 'note', textContent: message.note});
  }
  const own = message.sender === me.id;
  return element('li', {className: own ? 'own' : ''},
    face(message.sender),
    element('div', {className: 'bubble'},
      element('p', {className: 'by'}, element('b', {textContent: nameOf(message.sender)}), ' ', message.unsent ? element('i', {textContent: 'sending'}) : timeOf(message)),
      element('p', {className: 'text', textContent: message.text})));
}

function render(group) {
  renderGroups();
  if (group !== current || group === null) {
    return;
  }
  const list = byId('messages');
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  const unsent = group.sending.map(own => ({...own, sender: me.id, unsent: true}));
  list.replaceChildren(...[...group.messages, ...unsent].map(line));
  if (group.more) {
    const earlier = element('button', {type: 'button', className: 'quiet', textContent: 'Earlier messages', onclick: () => loadEarlier(group).catch(() => {})});
    list.prepend(element('li', {className: 'note plain'}, earlier));
  }
  if (atEnd) {
    list.scrollTop = list.scrollHeight;
  }
  byId('group-title').textContent = `Group ${group.id}`;
  byId('leave-group').hidden = false;
  say(byId('status').dataset.state, byId('status').textContent);
  renderPeople();
  renderTyping();
}

function renderGroups() {
  const sorted = [...groups.values()].sort((a, b) => a.id - b.id);
  byId('groups').replaceChildren(...sorted.map(group => {
    const button = element('button', {type: 'button', onclick: () => open(group)}, `# ${group.id}`);
    if (group.unread > 0) {
      button.append(element('span', {className: 'count', textContent: group.unread, title: `${group.unread} unread`}));
    }
    if (group === current) {
      button.setAttribute('aria-current', 'true');
    }
    return element('li', {}, button);
  }));
}

function renderPeople() {
  const users = current === null ? [] : [...current.present].sort((a, b) => Number(BigInt(a) - BigInt(b)));
  byId('people-count').textContent = users.length;
  byId('people').replaceChildren(...users.map(user => element('li', {}, face(user), nameOf(user))));
  byId('group-members').textContent = current === null ? '' : `${users.length} here`;
}

function renderTyping() {
  const now = Date.now();
  const users = current === null ? [] : [...current.typing].filter(([, until]) => until > now).map(([user]) => nameOf(user));
  byId('typing').textContent = users.length === 0 ? '' : `${users.join(', ')} ${users.length === 1 ? 'is' : 'are'} typing`;
}
setInterval(renderTyping, 1_000);

function open(group) {
  current = group;
  if (group !== null) {
    group.unread = 0;
    sessionStorage.current = group.id;
  }
  render(group);
  byId('messages').scrollTop = byId('messages').scrollHeight;
}

function show(room) {
  byId('door').hidden = room;
  byId('room').hidden = !room;
  byId('leave').hidden = !room;
}

function signOut(why) {
  me = null;
  const ended = wire;
  wire = null;
  ended?.close();
  clearTimeout(retryTimer);
  delete sessionStorage.me;
  delete sessionStorage.groups;
  groups.clear();
  current = null;
  byId('messages').replaceChildren();
  byId('group-title').textContent = 'No group yet';
  byId('leave-group').hidden = true;
  renderGroups();
  renderPeople();
  show(false);
  say('out', 'Signed out');
  byId('sign-in-error').textContent = why ?? '';
}

function signIn(user, token) {
  me = {user, token};
  attempt = 0;
  connect();
}

// ---- what people do

byId('sign-in').onsubmit = event => {
  event.preventDefault();
  const user = byId('user').value.trim();
  const token = byId('token').value.trim();
  byId('sign-in-error').textContent = '';
  if (user === '' && token === '') {
    byId('sign-in-error').textContent = 'A user number or a token, please.';
    byId('user').focus();
    return;
  }
  signIn(user, token);
};

byId('join').onsubmit = async event => {
  event.preventDefault();
  const group = groupOf(Number(byId('group').value));
  byId('group').value = '';
  byId('send-error').textContent = '';
  open(group);
  try {
    if (wire !== null && !group.live) {
      await subscribe(group);
      open(group);
      byId('text').focus();
    }
  } catch (refusal) {
    refused(group, refusal);
  }
};

/** A group that may not be read, or not any more, goes; where the connection has ended the next one asks again. */
function refused(group, refusal) {
  if (refusal.code !== 'UNAVAILABLE') {
    forget(group);
    byId('send-error').textContent = `Group ${group.id}: ${refusal.message}`;
  }
}

function forget(group) {
  groups.delete(group.id);
  saveGroups();
  open([...groups.values()][0] ?? null);
  if (current === null) {
    byId('messages').replaceChildren();
    byId('group-title').textContent = 'No group yet';
    byId('leave-group').hidden = true;
    renderGroups();
    renderPeople();
    say(byId('status').dataset.state, byId('status').textContent);
  }
}

byId('leave-group').onclick = () => {
  const group = current;
  wire?.call('leave', {groupId: group.id}).catch(() => {});
  forget(group);
};

byId('send').onsubmit = event => {
  event.preventDefault();
  const text = byId('text').value.trim();
  if (text !== '' && current !== null) {
    byId('text').value = '';
    byId('send-error').textContent = '';
    typingSaid = 0;
    send(text);
    byId('messages').scrollTop = byId('messages').scrollHeight;
  }
};

byId('text').oninput = sayTyping;
byId('text').onkeydown = event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    byId('send').requestSubmit();
  }
};
byId('leave').onclick = () => signOut();

// Whoever was at the end of the messages stays there when there is less room for them, as on a phone whose keyboard comes up.
let atTheEnd = true;
byId('messages').onscroll = ({target}) => {
  atTheEnd = target.scrollHeight - target.scrollTop - target.clientHeight < 60;
};
new ResizeObserver(([{target}]) => {
  if (atTheEnd) {
    target.scrollTop = target.scrollHeight;
  }
}).observe(byId('messages'));

// A page that is loaded again goes on where it was.
if (sessionStorage.me) {
  const {user, token} = JSON.parse(sessionStorage.me);
  for (const id of JSON.parse(sessionStorage.groups ?? '[]')) {
    groupOf(id);
  }
  current = groups.get(Number(sessionStorage.current)) ?? [...groups.values()][0] ?? null;
  signIn(user, token);
} else {
  byId('user').focus();
}
if (matchMedia('(max-width: 60rem)').matches) {
  byId('people-details').open = false;
}
