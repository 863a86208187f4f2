// A report in a real browser: node report.cjs DIRECTORY BROWSER FILE CHARTS. Leaves pictures of it: light, dark, narrow, and as it prints.
const assert = require('node:assert');
const path = require('node:path');
const {pathToFileURL} = require('node:url');
const {chromium} = require('playwright-core');

const [directory, executablePath, file, charts] = process.argv.slice(2);
const address = pathToFileURL(file).href;

/** Whatever the page asks for but itself, and whatever it complains of. */
function watch(page) {
  const wrong = [];
  page.on('request', request => {
    if (request.url() !== address && !request.url().startsWith('data:')) {
      wrong.push(`request: ${request.url()} (expected: none)`);
    }
  });
  page.on('pageerror', error => wrong.push(String(error)));
  page.on('console', message => message.type() === 'error' && wrong.push(message.text()));
  return wrong;
}

/** Every chart is drawn, and inside of its place. */
async function checkCharts(page) {
  const drawn = await page.$$eval('.chart', all => all.map(chart => {
    const svg = chart.querySelector('svg');
    return svg !== null && svg.querySelectorAll('path, circle').length > 0 && svg.getBoundingClientRect().right <= chart.getBoundingClientRect().right + 1;
  }));
  assert.deepStrictEqual(drawn, Array(Number(charts)).fill(true));
}

async function look(browser, name, viewport, colorScheme) {
  const context = await browser.newContext({viewport, colorScheme});
  const page = await context.newPage();
  const wrong = watch(page);
  await page.goto(address);
  await checkCharts(page);
  const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(inner <= outer, `${name}: ${inner} px wide (expected: ${outer} at most)`);
  await page.screenshot({path: path.join(directory, `${name}.png`), fullPage: true});
  const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.pdf({path: path.join(directory, `${name}.pdf`), format: 'A4'});
  assert.deepStrictEqual(wrong, []);
  await context.close();
  return background;
}

(async () => {
  const browser = await chromium.launch({executablePath, args: ['--no-sandbox', '--disable-gpu']});
  try {
    const light = await look(browser, 'report-light', {width: 1280, height: 900}, 'light');
    const dark = await look(browser, 'report-dark', {width: 1280, height: 900}, 'dark');
    await look(browser, 'report-narrow', {width: 390, height: 844}, 'light');
    assert.notStrictEqual(light, dark);
    console.log('done');
  } finally {
    await browser.close();
  }
})().catch(error => {
  console.log(String(error));
  process.exit(1);
});
