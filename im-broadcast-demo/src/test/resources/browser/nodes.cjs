// People on the pages of two nodes: node nodes.cjs DIRECTORY BROWSER NODE-A NODE-B CONTROL. What is at stop and start in CONTROL ends and begins node B, and write writes 180 messages.
const assert = require('node:assert');
const {shooter, step, tab, signIn, say, texts, notes, has, play} = require('./people.cjs');

const [directory, executablePath, nodeA, nodeB, control] = process.argv.slice(2);
const shot = shooter(directory);
const GONE = 'Some messages in between are gone.';

/** Somebody misses 180 messages, every other one by each node, or twice as many. */
async function missWritten(page, times) {
  const before = (await texts(page)).length;
  await page.context().setOffline(true);
  await page.waitForSelector('#status[data-state=offline]');
  for (let i = 0; i < times; i++) {
    await fetch(`${control}write`);
  }
  await page.context().setOffline(false);
  await page.waitForFunction(least => document.querySelectorAll('#messages .text').length >= least, before + 180);
}

/** Keeps messages that begin with LOST from a page; what is returned tells it of the last of them by a gap marker, as a server does. */
async function lose(page) {
  let tellGap;
  await page.routeWebSocket(/\/ws$/, route => {
    const server = route.connectToServer();
    server.onMessage(message => {
      const {push, data} = JSON.parse(message);
      if (push !== 'deliver' || !data.text.startsWith('LOST')) {
        route.send(message);
        return;
      }
      const missed = {groupId: data.groupId, inbox: false, all: false, epoch: data.epoch, sequence: String(BigInt(data.sequence) - 1n), dropped: 1};
      tellGap = () => route.send(JSON.stringify({push: 'gap', data: missed}));
    });
  });
  return () => tellGap();
}

/** Bob and Cy are on the other node than Ada. */
async function talk(browser) {
  const mayComplain = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET/;
  const [ada, bob, cy] = await Promise.all([1, 2, 3].map(() => tab(browser, {mayComplain})));
  const tellCyOfGap = await lose(cy);
  await signIn(ada, nodeA, '1', '7');
  await signIn(bob, nodeB, '2', '7');
  await signIn(cy, nodeB, '3', '7');
  await ada.waitForFunction(() => document.querySelector('#people-count').textContent === '3');
  const said = [];
  const tell = async (page, text, ...others) => {
    await say(page, text);
    await Promise.all([page, ...others].map(it => has(it, text)));
    said.push(text);
  };
  await tell(ada, 'Hello from node A', bob, cy);
  await tell(bob, 'Hello from node B', ada, cy);
  await tell(ada, 'One more from A', bob, cy);
  await tell(cy, 'And one from B', ada, bob);
  for (const page of [ada, bob, cy]) {
    assert.deepStrictEqual(await texts(page), said);
    assert.deepStrictEqual(await notes(page), []);
  }
  step('people of two nodes chat, and none of it is taken for a new beginning');

  await tell(ada, 'LOST from A', bob);
  await tell(bob, 'LOST from B', ada);
  await tell(ada, 'Behind it from A', bob, cy);
  await has(cy, 'LOST from A');
  assert.ok(!(await texts(cy)).includes('LOST from B'));
  await tell(bob, 'Behind it from B', ada, cy);
  await tell(ada, 'LOST, and nothing behind it', bob);
  tellCyOfGap();
  await has(cy, 'LOST, and nothing behind it');
  assert.deepStrictEqual((await texts(cy)).sort(), [...said].sort());
  assert.deepStrictEqual(await notes(cy), []);
  step('what one of them was not given is read from the history of its lane');

  await ada.fill('#group', '@2');
  await ada.press('#group', 'Enter');
  await say(ada, 'To Bob alone');
  await bob.click('text=@ 1');
  await has(bob, 'To Bob alone');
  await say(bob, 'To Ada alone');
  await has(ada, 'To Ada alone');
  for (const page of [ada, bob]) {
    assert.deepStrictEqual(await texts(page), ['To Bob alone', 'To Ada alone']);
    await page.click('text=# 7');
    await has(page, 'And one from B');
  }
  step('two of them write to each other alone');

  await bob.context().setOffline(true);
  await bob.waitForSelector('#status[data-state=offline]');
  const before = await texts(bob);
  await tell(ada, 'Missed, from A', cy);
  await tell(cy, 'Missed, from B', ada);
  await tell(ada, 'Missed, from A again', cy);
  assert.deepStrictEqual(await texts(bob), before);
  await bob.context().setOffline(false);
  await has(bob, 'Missed, from A again');
  assert.deepStrictEqual(await texts(bob), said);
  assert.deepStrictEqual(await notes(bob), ['3 messages while you were away']);
  step('one of them loses the network, and what was missed of both nodes is recovered, once and in order');
  await cy.context().close();

  await fetch(`${control}stop`);
  await bob.waitForSelector('#status:not([data-state=open])');
  await tell(ada, 'While node B is down');
  await tell(ada, 'And still it is');
  await fetch(`${control}start`);
  await has(bob, 'And still it is');
  assert.deepStrictEqual(await texts(bob), said);
  assert.deepStrictEqual(await notes(bob), ['3 messages while you were away', '2 messages while you were away']);
  await tell(bob, 'Back, in another epoch', ada);
  await tell(ada, 'Welcome back', bob);
  for (const page of [ada, bob]) {
    assert.deepStrictEqual(await texts(page), said);
  }
  assert.deepStrictEqual(await notes(ada), []);
  await shot(bob, 'nodes-recovered');
  step('a node is stopped and started again, and what was missed is recovered, once and in order');

  await bob.reload();
  await has(bob, 'Welcome back');
  assert.deepStrictEqual(await texts(bob), said);
  await bob.click('text=@ 1');
  assert.deepStrictEqual(await texts(bob), ['To Bob alone', 'To Ada alone']);
  step('a page that is loaded again has the history of all lanes in the order of their times');

  // Sixty messages are there already, every other one from each node.
  await bob.fill('#group', '8');
  await bob.press('#group', 'Enter');
  await has(bob, 'Number 60');
  assert.strictEqual((await texts(bob)).length, 50);
  await bob.click('text=Earlier messages');
  await has(bob, 'Number 1');
  assert.deepStrictEqual(await texts(bob), Array.from({length: 60}, (_, i) => `Number ${i + 1}`));
  step('earlier messages of both nodes are loaded when they are asked for');

  await bob.click('text=# 7');
  await has(bob, 'Welcome back');
  const all = Array.from({length: 180}, (_, i) => `Number ${i + 1}`);
  await missWritten(bob, 1);
  assert.deepStrictEqual((await texts(bob)).slice(-180).sort(), [...all].sort());
  assert.ok(!(await notes(bob)).includes(GONE));
  step('what one answer has no room for is read lane by lane, each message once');

  await missWritten(bob, 2);
  // Of 180 by each node 150 are kept.
  assert.deepStrictEqual((await texts(bob)).slice(-300).sort(), [...all.slice(60), ...all].sort());
  assert.deepStrictEqual((await notes(bob)).filter(it => it === GONE), [GONE, GONE]);
  step('where messages of both lanes are gone, the page says so, and has those that are kept');
}

play(executablePath, talk);
