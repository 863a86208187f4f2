// Two people and a dashboard in a real browser: node scenario.cjs DIRECTORY BROWSER ADDRESS.
const assert = require('node:assert');
const {shooter, step, tab, signIn, say, texts, has, play} = require('./people.cjs');

const [directory, executablePath, address] = process.argv.slice(2);
const shot = shooter(directory);

/** Every field and button has a name for those who do not see it. */
async function checkNames(page) {
  const nameless = await page.$$eval('input, textarea, select, button', all => all
    .filter(it => !(it.labels?.length || it.textContent.trim() || it.getAttribute('aria-label')))
    .map(it => it.outerHTML));
  assert.deepStrictEqual(nameless, []);
}

async function chat(browser) {
  const ada = await tab(browser);
  const bob = await tab(browser);
  await ada.goto(address);
  await checkNames(ada);
  await shot(ada, 'sign-in-light');
  await signIn(ada, address, '1', '7');
  await signIn(bob, address, '2', '7');
  await say(ada, 'Hello Bob');
  await has(bob, 'Hello Bob');
  await say(bob, 'Hello Ada <b>not bold</b>');
  await has(ada, 'Hello Ada <b>not bold</b>');
  await ada.waitForFunction(() => document.querySelector('#people-count').textContent === '2');
  await bob.focus('#text');
  await bob.keyboard.type('I am going to');
  await ada.waitForFunction(() => document.querySelector('#typing').textContent === 'User 2 is typing');
  await bob.fill('#text', '');
  await say(ada, 'A longer one, so that it is seen how lines are broken where they have to be, and that nothing is cut off at the side.');
  await checkNames(ada);
  await shot(ada, 'chat-light');
  await ada.emulateMedia({colorScheme: 'dark'});
  await shot(ada, 'chat-dark');
  await ada.emulateMedia({colorScheme: 'light'});
  step('two users chat');

  await ada.click('#people button');
  await ada.waitForFunction(() => document.querySelector('#group-title').textContent === 'User 2');
  await say(ada, 'Between us');
  await bob.waitForFunction(() => document.querySelector('#groups .count')?.title === '1 unread');
  await bob.click('text=@ 1');
  await has(bob, 'Between us');
  await say(bob, 'Nobody else reads it');
  await has(ada, 'Nobody else reads it');
  await checkNames(ada);
  await shot(ada, 'chat-alone');
  for (const page of [ada, bob]) {
    assert.deepStrictEqual(await texts(page), ['Between us', 'Nobody else reads it']);
    await page.click('text=# 7');
    await has(page, 'Hello Bob');
    assert.ok(!(await texts(page)).includes('Between us'));
  }
  step('two users write to each other alone');

  await bob.context().setOffline(true);
  await bob.waitForSelector('#status[data-state=offline]');
  const before = await texts(bob);
  const missed = ['First while Bob is away', 'Second while Bob is away', 'Third while Bob is away'];
  for (const text of missed) {
    await say(ada, text);
    await has(ada, text);
  }
  await ada.click('text=@ 2');
  await say(ada, 'For Bob alone, who is away');
  await has(ada, 'For Bob alone, who is away');
  await ada.click('text=# 7');
  await say(bob, 'Written without a network');
  await bob.waitForFunction(() => /^No network for ([5-9]|\d\d) s$/.test(document.querySelector('#status').textContent));
  assert.ok(!(await texts(bob)).some(text => missed.includes(text)), 'nothing comes without a network');
  await shot(bob, 'chat-offline');
  await bob.context().setOffline(false);
  await bob.waitForSelector('#status[data-state=open]');
  await has(ada, 'Written without a network');
  await bob.waitForFunction(() => document.querySelectorAll('#messages i').length === 0);
  const expected = [...before, ...missed, 'Written without a network'];
  assert.deepStrictEqual(await texts(bob), expected);
  assert.deepStrictEqual(await texts(ada), expected);
  assert.strictEqual(await bob.textContent('#messages .note'), '3 messages while you were away');
  await shot(bob, 'chat-recovered');
  step('one of them loses the network for five seconds, and what was missed is recovered, once and in order');

  await bob.click('text=@ 1');
  assert.deepStrictEqual(await texts(bob), ['Between us', 'Nobody else reads it', 'For Bob alone, who is away']);
  await bob.click('text=# 7');

  await bob.reload();
  await bob.waitForSelector('#status[data-state=open]');
  await has(bob, 'Written without a network');
  assert.deepStrictEqual(await texts(bob), expected);
  await bob.click('text=@ 1');
  assert.deepStrictEqual(await texts(bob), ['Between us', 'Nobody else reads it', 'For Bob alone, who is away']);
  await bob.click('text=# 7');
  step('a page that is loaded again has the history');

  // Sixty messages are there already, of somebody else.
  await bob.fill('#group', '8');
  await bob.press('#group', 'Enter');
  await has(bob, 'Number 60');
  assert.strictEqual((await texts(bob)).length, 50);
  await bob.click('text=Earlier messages');
  await has(bob, 'Number 1');
  assert.deepStrictEqual(await texts(bob), Array.from({length: 60}, (_, i) => `Number ${i + 1}`));
  await bob.click('text=# 7');
  await has(bob, 'Hello Bob');
  step('earlier messages are loaded when they are asked for');

  await bob.setViewportSize({width: 390, height: 800});
  await shot(bob, 'chat-phone');
  const wide = await bob.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.ok(!wide, 'nothing is wider than a phone');
  await ada.context().close();
  await bob.context().close();
}

async function dashboard(browser) {
  const page = await tab(browser, {size: {width: 1280, height: 900}});
  await page.goto(`${address}dashboard`);
  const samples = count => page.waitForFunction(least => Number(document.body.dataset.samples) >= least, count);
  const picture = () => page.$eval('#goodput canvas', canvas => canvas.toDataURL());
  await samples(4);
  await checkNames(page);
  assert.strictEqual(await page.$$eval('#charts canvas', all => all.length), 8);
  let now = 4;
  for (const [i, mode] of ['event-loop', 'per-recipient'].entries()) {
    const before = await picture();
    await page.selectOption('#modes', mode);
    await page.click('#switch button');
    await page.waitForFunction(([name, count]) => document.body.dataset.mode === name && document.body.dataset.switches === String(count), [mode, i + 1]);
    now = Number(await page.evaluate(() => document.body.dataset.samples)) + 3;
    await samples(now);
    assert.notStrictEqual(await picture(), before, 'the chart has moved');
    const rate = await page.$eval('#facts dd', it => it.textContent);
    assert.notStrictEqual(rate, '0', 'messages flow in the new mode');
  }
  assert.strictEqual(await page.textContent('#switch-error'), '');
  await shot(page, 'dashboard-light', {fullPage: true});
  await page.emulateMedia({colorScheme: 'dark'});
  await samples(now + 1);
  await shot(page, 'dashboard-dark', {fullPage: true});
  await page.setViewportSize({width: 390, height: 800});
  await samples(now + 2);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.ok(!wide, 'nothing is wider than a phone');
  await shot(page, 'dashboard-phone', {fullPage: true});
  await page.context().close();
  step('the chart moves when the mode is switched');
}

play(executablePath, async browser => {
  await chat(browser);
  await dashboard(browser);
});
