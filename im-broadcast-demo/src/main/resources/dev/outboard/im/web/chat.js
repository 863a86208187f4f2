import {Lanes, byTime, told} from '/lanes.js';
import {Wire, byId, element} from '/wire.js';

const MAX_KEPT = 500; // messages of a group that stay on the page
const PAGE = 50;
const ALIVE_MILLIS = 20_000;
const ANSWER_MILLIS = 10_000;
const GONE = 'Some messages in between are gone.';
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
/** Groups by number, and conversations with one user by `@` and his number: these are views of the inbox. */
const groups = new Map();
let inbox = newFeed({inbox: true});

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
    await Promise.all(feeds().map(group => subscribe(group).catch(refusal => refused(group, refusal))));
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
  for (const group of feeds()) {
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
  const group = current;
  const answer = group.user ? asked.call('history', {...inbox.target, limit: 1}) : presenceIn(asked, group);
  answer.catch(() => {}).finally(() => clearTimeout(limit));
}, ALIVE_MILLIS);

// ---- groups: positions, recovery, history

/** What brings messages. `lanes`: everything up to there has been shown. `early`: pushes that came before that is known. */
function newFeed(target) {
  return {target, lanes: new Lanes(), live: false, early: [], messages: [], more: false};
}

function groupOf(id) {
  let group = groups.get(id);
  if (!group) {
    const user = typeof id === 'string' ? id.slice(1) : null;
    group = user === null ? newFeed({groupId: id}) : {target: {toUser: user}};
    Object.assign(group, {id, user, feed: user === null ? group : inbox, unread: 0, present: new Set(), typing: new Map(), sending: []});
    groups.set(id, group);
    saveGroups();
  }
  return group;
}

const feeds = () => [inbox, ...[...groups.values()].filter(it => it.user === null)];

/** With whom a message between two users is shared. */
const partner = message => (message.sender === me.id ? message.toUser : message.sender);

/** Where a message is shown. */
const placeOf = (feed, message) => (feed === inbox ? groupOf(`@${partner(message)}`) : feed);

/** What of a feed is shown in a group, or a conversation. */
const shownIn = group => (group.user === null
  ? group.messages
  : inbox.messages.filter(it => (it.note ? it.note === GONE : partner(it) === group.user)));

const nameOfGroup = group => (group.user === null ? `Group ${group.id}` : nameOf(group.user));

function saveGroups() {
  sessionStorage.groups = JSON.stringify([...groups.keys()]);
}

async function subscribe(group) {
  const asked = wire;
  const {lanes} = group;
  group.live = false;
  group.early = [];
  const answer = await asked.call('subscribe', {...group.target, ...lanes.request()});
  const anew = answer.recovery === 'RECOVERY_LOST' && !lanes.shared;
  lanes.shared = answer.lanes.length > 0;
  if (lanes.known && !anew) {
    await recover(asked, group, answer);
  } else {
    const page = await readBack(asked, group, told(answer).map(lane => [lane.epoch, BigInt(lane.sequence) + 1n]));
    group.messages.push(...(anew ? [{note: GONE}] : []), ...page.messages);
    // Before what was shown of another epoch nothing can be read.
    group.more = page.more && !anew;
    lanes.begin(told(answer));
    page.messages.forEach(message => placeOf(group, message));
  }
  goLive(group);
  if (group !== inbox) {
    presenceIn(asked, group).catch(() => {});
  }
}

/** Shows what was missed: what the answer has of it, and the rest of those lanes that have more. */
async function recover(asked, group, answer) {
  const note = {note: 'Messages while you were away'};
  group.messages.push(note);
  byTime(answer.messages).forEach(message => take(group, message));
  for (const lane of told(answer)) {
    await settle(asked, group, lane);
  }
  // So many may have come that the note is gone from the page.
  const at = group.messages.indexOf(note);
  const missed = group.messages.slice(at + 1).filter(it => it.sequence).length;
  if (missed === 0) {
    group.messages.splice(at, 1);
  } else {
    note.note = missed === 1 ? '1 message while you were away' : `${missed} messages while you were away`;
  }
}

/** Goes to where the server is in a lane. */
async function settle(asked, group, {epoch, sequence, recovery, recoveredTo}) {
  const end = BigInt(sequence);
  if (group.lanes.last(epoch) === undefined) {
    group.lanes.seen(epoch, BigInt(recoveredTo));
  }
  if (recovery === 'RECOVERY_LOST' && group.lanes.last(epoch) >= end) {
    // The server does not know the lane: there is nothing that it could be asked for.
    group.messages.push({note: GONE});
    group.lanes.forget(epoch);
  } else if (recovery === 'RECOVERY_COMPLETE') {
    group.lanes.seen(epoch, end);
  } else {
    await catchUp(asked, group, epoch, end);
  }
}

/** What was pushed meanwhile comes behind what was recovered. */
function goLive(group) {
  group.live = true;
  const early = group.early;
  group.early = [];
  early.forEach(message => receive(group, message));
  renderFeed(group);
}

/** The newest of the messages before a number in each lane, as many as a page has, the oldest first. */
async function readBack(asked, group, cursors) {
  const answers = await Promise.all(cursors.map(([epoch, before]) =>
    asked.call('history', {...group.target, epoch, backward: true, limit: PAGE, since: String(before)})));
  const pages = answers.filter((page, i) => page.epoch === cursors[i][0]);
  const messages = byTime(pages.flatMap(page => page.messages.reverse()));
  return {messages: messages.slice(-PAGE), more: messages.length > PAGE || pages.some(page => page.more)};
}

/** Shows what came before the first message of each lane that is shown, and keeps that where it is. */
async function loadEarlier(group) {
  const first = epoch => group.messages.find(message => message.epoch === epoch)?.sequence ?? group.lanes.last(epoch) + 1n;
  const page = await readBack(wire, group, group.lanes.epochs().map(epoch => [epoch, first(epoch)]));
  const list = byId('messages');
  const fromEnd = list.scrollHeight - list.scrollTop;
  group.messages.unshift(...page.messages);
  page.messages.forEach(message => placeOf(group, message));
  group.more = page.more;
  renderFeed(group);
  list.scrollTop = list.scrollHeight - fromEnd;
}

/** Reads what is missing of a lane up to a number. */
async function catchUp(asked, group, epoch, end) {
  const {lanes} = group;
  while (lanes.last(epoch) < end) {
    const page = await asked.call('history', {...group.target, epoch, since: String(lanes.last(epoch))});
    const nothing = page.messages.length === 0;
    // Between nodes, numbers may stand for nothing.
    if (page.lost || nothing && !lanes.shared) {
      group.messages.push({note: GONE});
    }
    if (page.epoch !== epoch) {
      lanes.forget(epoch);
      return;
    }
    if (page.lost) {
      lanes.seen(epoch, BigInt(page.oldest) - 1n);
    } else if (nothing) {
      lanes.seen(epoch, end);
    }
    page.messages.forEach(message => take(group, message));
  }
}

/** Takes a message on, and gives up those before it; one that was seen is thrown away. */
function take(group, message) {
  const {lanes} = group;
  const sequence = BigInt(message.sequence);
  if (lanes.last(message.epoch) === undefined) {
    if (!lanes.shared) {
      group.messages.push({note: 'The group has begun anew.'});
      lanes.begin([]);
    }
    lanes.seen(message.epoch, sequence - 1n);
  }
  if (sequence <= lanes.last(message.epoch)) {
    return;
  }
  lanes.seen(message.epoch, sequence);
  group.messages.push(message);
  group.messages.splice(0, group.messages.length - MAX_KEPT);
  const place = placeOf(group, message);
  place.typing.delete(message.sender);
  if (place.user === null) {
    place.present.add(message.sender);
  }
  if (message.sender === me.id) {
    place.sending = place.sending.filter(own => own.clientSequence !== message.clientSequence);
  } else if (place !== current) {
    place.unread++;
  }
}

function onDeliver(message) {
  const group = message.toUser === '0' ? groups.get(message.groupId) : inbox;
  if (group) {
    receive(group, message);
  }
}

function receive(group, message) {
  if (!group.live) {
    group.early.push(message);
  } else if (group.lanes.misses(message)) {
    group.early.push(message);
    fillGap(group, [{epoch: message.epoch, sequence: BigInt(message.sequence) - 1n}]);
  } else {
    take(group, message);
    renderFeed(group);
  }
}

async function fillGap(group, ends) {
  group.live = false;
  try {
    for (const {epoch, sequence} of ends) {
      await catchUp(wire, group, epoch, BigInt(sequence));
    }
    goLive(group);
  } catch {
    // The connection has ended: the next one recovers.
  }
}

async function onGap(missed) {
  const hit = missed.all ? feeds() : [missed.inbox ? inbox : groups.get(missed.groupId)].filter(Boolean);
  for (const group of hit.filter(it => it.live)) {
    if (group.lanes.shared && !missed.all && group.lanes.last(missed.epoch) === undefined) {
      group.lanes.seen(missed.epoch, BigInt(missed.sequence));
    }
    const page = await wire.call('history', {...group.target, limit: 1, backward: true});
    await fillGap(group, told(page));
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
    presenceIn(wire, group).catch(() => {});
  }
  event.joined.forEach(user => group.present.add(user));
  event.left.forEach(user => group.present.delete(user));
  renderPeople();
}

async function presenceIn(asked, group) {
  const list = await asked.call('presence', group.target);
  group.present = new Set(list.users.map(user => user.userId));
  renderPeople();
}

// ---- sending

async function send(text) {
  const own = {...current.target, text, key: randomText(), clientSequence: String(++lastOwnNumber), intendedNanos: String(BigInt(Date.now()) * 1_000_000n)};
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
  if (current?.user === null && current.live && Date.now() - typingSaid > 2_000) {
    typingSaid = Date.now();
    wire?.call('typing', current.target).catch(() => {});
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

/** Shows what has changed by messages of a feed. */
function renderFeed(feed) {
  render(current?.feed === feed ? current : null);
}

function render(group) {
  renderGroups();
  if (group !== current || group === null) {
    return;
  }
  const list = byId('messages');
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  const unsent = group.sending.map(own => ({...own, sender: me.id, unsent: true}));
  list.replaceChildren(...[...shownIn(group), ...unsent].map(line));
  if (group.feed.more) {
    const earlier = element('button', {type: 'button', className: 'quiet', textContent: 'Earlier messages', onclick: () => loadEarlier(group.feed).catch(() => {})});
    list.prepend(element('li', {className: 'note plain'}, earlier));
  }
  if (atEnd) {
    list.scrollTop = list.scrollHeight;
  }
  byId('group-title').textContent = nameOfGroup(group);
  byId('leave-group').hidden = false;
  byId('leave-group').textContent = group.user === null ? 'Leave group' : 'Close';
  say(byId('status').dataset.state, byId('status').textContent);
  renderPeople();
  renderTyping();
}

function renderGroups() {
  const sorted = [...groups.values()].sort((a, b) => (a.user !== null) - (b.user !== null) || (a.user ?? a.id) - (b.user ?? b.id));
  byId('groups').replaceChildren(...sorted.map(group => {
    const button = element('button', {type: 'button', onclick: () => open(group)}, group.user === null ? `# ${group.id}` : `@ ${group.user}`);
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
  byId('people-details').hidden = Boolean(current?.user);
  byId('people-count').textContent = users.length;
  byId('people').replaceChildren(...users.map(user => element('li', {}, face(user), user === me.id ? nameOf(user) : talkButton(user))));
  byId('group-members').textContent = current === null || current.user !== null ? '' : `${users.length} here`;
}

const talkButton = user =>
  element('button', {type: 'button', className: 'quiet', title: `Write to user ${user} alone`, textContent: nameOf(user), onclick: () => open(groupOf(`@${user}`))});

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
    sessionStorage.current = JSON.stringify(group.id);
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
  inbox = newFeed({inbox: true});
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
  const typed = byId('group').value;
  const group = groupOf(typed.startsWith('@') ? `@${BigInt(typed.slice(1))}` : Number(typed));
  byId('group').value = '';
  byId('send-error').textContent = '';
  open(group);
  try {
    if (group.user !== null) {
      byId('text').focus();
    } else if (wire !== null && !group.live) {
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
  if (refusal.code === 'UNAVAILABLE') {
    return;
  }
  if (group === inbox) {
    byId('send-error').textContent = `Messages to you: ${refusal.message}`;
    return;
  }
  forget(group);
  byId('send-error').textContent = `${nameOfGroup(group)}: ${refusal.message}`;
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
  if (group.user === null) {
    wire?.call('leave', group.target).catch(() => {});
  }
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
  current = groups.get(JSON.parse(sessionStorage.current ?? 'null')) ?? [...groups.values()][0] ?? null;
  signIn(user, token);
} else {
  byId('user').focus();
}
if (matchMedia('(max-width: 60rem)').matches) {
  byId('people-details').open = false;
}
