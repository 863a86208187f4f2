import {Wire, byId, element} from '/wire.js';

const EVERY_MILLIS = 500;
const KEPT = 240; // samples: two minutes
const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const dark = matchMedia('(prefers-color-scheme: dark)');

/** Lines of a chart: light and dark shades that are told apart without colour vision, too, for each is named in the legend. */
const SHADES = [['#0b6e69', '#4fbdb3'], ['#b4540a', '#f0a35e'], ['#5b4bb0', '#b3a6ff'], ['#9c2f6b', '#f08cc0'], ['#2c6fb0', '#7db8f0'], ['#566573', '#9fb0bf']];

const number = value => (value === 0 ? '0' : value >= 1e6 ? `${(value / 1e6).toFixed(2)} M` : value >= 1e4 ? `${(value / 1e3).toFixed(1)} k` : value >= 100 || Number.isInteger(value) ? `${Math.round(value)}` : value.toFixed(2));
const bytes = value => `${number(value / 1048576)} MiB`;
const millis = value => (value === 0 ? '0' : `${value < 10 ? value.toFixed(2) : number(value)} ms`);
const clock = seconds => new Date(seconds * 1000).toLocaleTimeString([], {hour: '2-digit', minute: '2-digit', second: '2-digit'});
const MIB = 1048576;

/** Each chart: `least` is what its axis reaches at least; its lines are functions of a sample `now`, the one `before` it, and the seconds in between. */
const CHARTS = [
  {id: 'goodput', title: 'Deliveries a second', format: number, least: 10, lines: [
    ['written', (now, before, s) => (now.written - before.written) / s],
    ['offered', (now, before, s) => (now.offered - before.offered) / s, [2, 6]]]},
  {id: 'latency', title: 'Fan-out, publish to hand-over', format: millis, least: 0.1, lines: [
    ['p99', now => now.fanoutP99Nanos / 1e6],
    ['p50', now => now.fanoutP50Nanos / 1e6]]},
  {id: 'queue', title: 'Waiting', format: number, least: 10, lines: [
    ['queued', now => now.queued],
    ['in flight', now => now.inFlight]]},
  {id: 'drops', title: 'Not delivered, a second', format: number, least: 10, lines: [
    ['queue full', (now, before, s) => (now.queueFull - before.queueFull) / s],
    ['slow consumer', (now, before, s) => (now.slowConsumer - before.slowConsumer) / s],
    ['timed out', (now, before, s) => (now.timedOut - before.timedOut) / s],
    ['refused', (now, before, s) => (now.refused - before.refused) / s],
    ['closed', (now, before, s) => (now.closed - before.closed) / s],
    ['offline', (now, before, s) => (now.offline - before.offline) / s]]},
  {id: 'threads', title: 'Threads', format: number, least: 10, lines: [['threads', now => now.threads]]},
  {id: 'memory', title: 'Memory', format: value => `${number(value)} MiB`, least: 10, lines: [
    ['resident', now => now.rss / MIB],
    ['heap', now => now.heapUsed / MIB],
    ['frames', now => now.ledgerReserved / MIB],
    ['direct', now => now.directBytes / MIB]]},
  {id: 'garbage', title: 'Garbage collectors, ms a second', format: millis, least: 10, lines: [
    ['collecting', (now, before, s) => (now.gcMillis - before.gcMillis) / s]]},
  {id: 'cpu', title: 'Processors in use', format: value => value.toFixed(2), least: 0.5, lines: [
    ['processors', (now, before, s) => (now.cpuNanos - before.cpuNanos) / 1e9 / s]]},
];

const FACTS = [
  ['Deliveries a second', (now, before, s) => number(Math.max(0, (now.written - before.written) / s))],
  ['p99', now => millis(now.fanoutP99Nanos / 1e6)],
  ['Waiting', now => number(now.queued)],
  ['Connections', now => number(now.connections)],
  ['Groups', now => number(now.groups)],
  ['Threads', now => number(now.threads)],
  ['Resident', now => bytes(now.rss)],
  ['Not delivered', now => number(now.queueFull + now.slowConsumer + now.timedOut + now.refused)],
];

/** Numbers come as strings where they have 64 bits; what is no number stays. */
function sampleOf(stats) {
  const sample = {at: performance.now() / 1000, clock: Date.now() / 1000};
  for (const [name, value] of Object.entries(stats)) {
    sample[name] = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  }
  return sample;
}

const samples = [];
const times = [];
const switches = []; // {time, mode}
let wire = null;
let token = sessionStorage.me ? JSON.parse(sessionStorage.me).token : '';
let drawn = [];

// ---- charts

function draw() {
  drawn.forEach(chart => chart.plot.destroy());
  byId('charts').replaceChildren();
  drawn = CHARTS.map(chart => {
    const figure = element('figure', {id: chart.id, className: 'card'}, element('figcaption', {textContent: chart.title}));
    byId('charts').append(figure);
    const axis = {stroke: colour('--soft'), grid: {stroke: colour('--line'), width: 1}, ticks: {stroke: colour('--line')}};
    const plot = new uPlot({
      width: figure.clientWidth - 34,
      height: 190,
      legend: {live: true},
      scales: {y: {range: (u, min, max) => [0, Math.max(max * 1.15, chart.least)]}},
      axes: [{...axis, space: 80, values: (u, ticks) => ticks.map(clock)}, {...axis, size: 64, values: (u, ticks) => ticks.map(chart.format)}],
      series: [{value: (u, v) => (v == null ? '' : clock(v))}, ...chart.lines.map(([label, , dash], i) => ({label, dash, points: {show: false}, stroke: SHADES[i][dark.matches ? 1 : 0], width: 2, value: (u, v) => (v == null ? '' : chart.format(v))}))],
      hooks: {draw: [markSwitches]},
    }, [[], ...chart.lines.map(() => [])], figure);
    return {...chart, plot, figure};
  });
  refresh();
}

/** A line where the mode was switched, with its name. */
function markSwitches(plot) {
  const {ctx, bbox} = plot;
  ctx.save();
  ctx.strokeStyle = colour('--warn');
  ctx.fillStyle = colour('--warn');
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([4, 4]);
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  switches.forEach(({time, mode}, i) => {
    const x = plot.valToPos(time, 'x', true);
    if (x >= bbox.left && x <= bbox.left + bbox.width) {
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      // On two levels, and to the left where there is no room to the right.
      const right = x + ctx.measureText(mode).width + 8 < bbox.left + bbox.width;
      ctx.textAlign = right ? 'left' : 'right';
      ctx.fillText(mode, x + (right ? 4 : -4), bbox.top + (12 + 13 * (i % 2)) * devicePixelRatio);
    }
  });
  ctx.restore();
}

function refresh() {
  for (const chart of drawn) {
    const lines = chart.lines.map(([, value]) => samples.map((now, i) => {
      const before = samples[i - 1];
      return before ? Math.max(0, value(now, before, now.at - before.at)) : null;
    }));
    chart.plot.setData([times, ...lines]);
    if (chart.plot.cursor.idx == null) {
      chart.plot.setLegend({idx: times.length - 1});
    }
  }
}

function show(sample) {
  const before = samples[samples.length - 1];
  if (before && before.mode !== sample.mode) {
    switches.push({time: sample.clock, mode: sample.mode});
  }
  samples.push(sample);
  times.push(sample.clock);
  while (samples.length > KEPT) {
    samples.shift();
    times.shift();
  }
  byId('mode').textContent = sample.mode;
  document.body.dataset.mode = sample.mode;
  document.body.dataset.samples = samples.length;
  document.body.dataset.switches = switches.length;
  if (before) {
    byId('facts').replaceChildren(...FACTS.map(([name, value]) => element('div', {}, element('dt', {textContent: name}), element('dd', {textContent: value(sample, before, sample.at - before.at)}))));
  }
  refresh();
}

// ---- the connection

function say(state, text) {
  byId('status').dataset.state = state;
  byId('status').textContent = text;
}

async function connect() {
  say('connecting', 'Connecting');
  const mine = new Wire({push: name => name === 'drain' && mine.close(), end: code => onEnd(mine, code)});
  wire = mine;
  try {
    await mine.connect(token);
    byId('sign-in').hidden = true;
    say('open', 'Live');
    while (wire === mine) {
      show(sampleOf(await mine.call('stats')));
      await new Promise(resolve => setTimeout(resolve, EVERY_MILLIS));
    }
  } catch (refusal) {
    if (wire === mine) {
      say('waiting', refusal.message);
    }
  }
}

function onEnd(ended, code) {
  if (wire !== ended) {
    return;
  }
  wire = null;
  if (code === 4401) {
    byId('sign-in').hidden = false;
    byId('sign-in-error').textContent = token ? 'The server does not know this token, or it has expired.' : '';
    say('out', 'Not connected: the server asks for a token');
    byId('token').focus();
  } else {
    say('waiting', 'Connection lost, trying again');
    setTimeout(connect, 1_000);
  }
}

byId('sign-in').onsubmit = event => {
  event.preventDefault();
  token = byId('token').value.trim();
  connect();
};

// ---- the switch

async function askForControl() {
  const info = await (await fetch('/dashboard/info')).json();
  byId('switch').hidden = !info.control;
  byId('switch-hint').textContent = info.control ? '' : 'Switching is off here: it takes a server with --dashboard-control, and a browser on its machine.';
  byId('modes').replaceChildren(...info.modes.map(mode => element('option', {value: mode, textContent: mode})));
}

byId('switch').onsubmit = async event => {
  event.preventDefault();
  const button = byId('switch').querySelector('button');
  button.disabled = true;
  byId('switch-error').textContent = '';
  try {
    const answer = await fetch('/dashboard/mode', {
      method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({mode: byId('modes').value}),
    });
    if (!answer.ok) {
      byId('switch-error').textContent = (await answer.json()).error;
    }
  } catch {
    byId('switch-error').textContent = 'The server does not answer.';
  }
  button.disabled = false;
};

let resizing = 0;
addEventListener('resize', () => {
  cancelAnimationFrame(resizing);
  resizing = requestAnimationFrame(() => drawn.forEach(chart => chart.plot.setSize({width: chart.figure.clientWidth - 34, height: 190})));
});
dark.addEventListener('change', draw);
draw();
askForControl().catch(() => {});
connect();
