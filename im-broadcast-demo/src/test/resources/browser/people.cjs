// What people do on the chat page, for scenarios. Every wait is for a condition.
const path = require('node:path');
const {chromium} = require('playwright-core');

const WAIT = 30_000;
const complaints = [];
const started = Date.now();

const step = text => console.log(`done: ${text} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
const shooter = directory => (page, name, options = {}) => page.screenshot({path: path.join(directory, `${name}.png`), ...options});

/** A page of a browser of its own, whose complaints are kept but for those that `mayComplain` knows. */
async function tab(browser, {size = {width: 1200, height: 760}, mayComplain = /ERR_INTERNET_DISCONNECTED/} = {}) {
  const context = await browser.newContext({viewport: size, locale: 'en-GB', timezoneId: 'UTC'});
  context.setDefaultTimeout(WAIT);
  const page = await context.newPage();
  page.on('pageerror', error => complaints.push(String(error)));
  page.on('console', message => {
    // What a browser without a network says of that is no fault of the page.
    if (message.type() === 'error' && !mayComplain.test(message.text())) {
      complaints.push(message.text());
    }
  });
  return page;
}

/** With the keyboard alone. */
async function signIn(page, address, user, group) {
  await page.goto(address);
  await page.keyboard.type(user);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#status[data-state=open]');
  await page.focus('#group');
  await page.keyboard.type(group);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#text:focus');
}

async function say(page, text) {
  await page.fill('#text', text);
  await page.keyboard.press('Enter');
}

const texts = page => page.$$eval('#messages .text', all => all.map(it => it.textContent));
const notes = page => page.$$eval('#messages .note:not(.plain)', all => all.map(it => it.textContent));
const has = (page, text) => page.waitForFunction(wanted => [...document.querySelectorAll('#messages .text')].some(it => it.textContent === wanted), text);

/** Runs it in a browser; whatever fails ends the process with what went wrong. */
async function play(executablePath, scenario) {
  try {
    const browser = await chromium.launch({executablePath, args: ['--no-sandbox', '--disable-gpu']});
    try {
      await scenario(browser);
      if (complaints.length > 0) {
        throw new Error('a page has complained');
      }
      step('no page has complained');
    } finally {
      await browser.close();
    }
  } catch (error) {
    console.error(error);
    console.error(complaints);
    process.exit(1);
  }
}

module.exports = {shooter, step, tab, signIn, say, texts, notes, has, play};
