"use strict";
(() => {
  const charts = JSON.parse(document.getElementById("charts").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const SYMBOLS = ["circle", "triangle", "rect", "diamond", "roundRect", "pin"];
  let drawn = [];

  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  /** Baselines get warm colours and contenders cool ones, in the order of the tables. */
  function colours(items) {
    let warm = 0;
    let cool = 0;
    return items.map((item) => (item.baseline ? css(`--warm-${(warm++ % 3) + 1}`) : css(`--cool-${(cool++ % 4) + 1}`)));
  }

  function number(value) {
    if (value === null) return "unknown";
    const size = Math.abs(value);
    const digits = size === 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
    return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  }

  /** Tooltips are markup; names and units are not. */
  const escaped = (value) => echarts.format.encodeHTML(value);

  const text = () => ({ color: css("--ink"), fontFamily: getComputedStyle(document.body).fontFamily });
  const label = (colour, more) => ({ color: css(colour), fontSize: 12, fontFamily: text().fontFamily, hideOverlap: true, ...more });
  const axis = () => ({
    axisLine: { lineStyle: { color: css("--line") } },
    axisTick: { lineStyle: { color: css("--line") } },
    axisLabel: label("--soft"),
    nameTextStyle: { color: css("--soft") },
    splitLine: { lineStyle: { color: css("--line") } },
  });
  const tooltip = () => ({ backgroundColor: css("--panel"), borderColor: css("--line"), textStyle: text(), confine: true });

  /** Breaks a name behind its hyphens into lines of about 14 letters. */
  function broken(name) {
    const lines = [""];
    for (const part of name.split(/(?<=-)/)) {
      if (lines[lines.length - 1] && (lines[lines.length - 1] + part).length > 14) lines.push("");
      lines[lines.length - 1] += part;
    }
    return lines.join("\n");
  }

  /** x = 1 / (1 - percentile): on a log axis 0, 90, 99 and 99.9 % are equally far apart. */
  function percentiles(chart, width) {
    const colour = colours(chart.lines);
    const narrow = width < 480;
    return {
      grid: { left: 8, right: 24, top: narrow ? 16 + 24 * chart.lines.length : 60, bottom: 36, containLabel: true },
      legend: {
        top: 0, left: 0, orient: narrow ? "vertical" : "horizontal", textStyle: text(), itemWidth: 32, itemGap: narrow ? 8 : 16,
      },
      tooltip: { ...tooltip(), formatter: (p) => `${escaped(p.seriesName)}<br>${number(100 - 100 / p.value[0])} %: ${number(p.value[1])} ${escaped(chart.unit)}` },
      xAxis: {
        ...axis(), type: "log", min: 1, name: "percentile", nameLocation: "middle", nameGap: 26,
        axisLabel: label("--soft", { formatter: (v) => `${+(100 - 100 / v).toFixed(4)} %` }),
      },
      yAxis: { ...axis(), type: "log", axisLabel: label("--soft", { formatter: (v) => `${v} ${chart.unit}` }) },
      series: chart.lines.map((line, i) => ({
        type: "line", name: line.name, color: colour[i], data: line.points.map((p) => [1 / (1 - p.percentile / 100), p.value]),
        lineStyle: { width: 2, type: line.baseline ? "dashed" : "solid" },
        symbol: SYMBOLS[i % SYMBOLS.length], symbolSize: (value, point) => (point.dataIndex % 10 === 0 ? 8 : 0), showAllSymbol: true,
      })),
    };
  }

  function bars(chart, width) {
    const colour = colours(chart.bars);
    const narrow = width < 480;
    const most = Math.max(...chart.bars.map((bar) => bar.max ?? 0));
    return {
      grid: { left: 12, right: 16, top: 8, bottom: 8, containLabel: true },
      tooltip: {
        ...tooltip(),
        formatter: (p) => {
          const bar = chart.bars[p.dataIndex];
          return `${escaped(bar.name)}<br>median ${number(bar.value)} ${escaped(chart.unit)}<br>${number(bar.min)} to ${number(bar.max)}`;
        },
      },
      xAxis: { ...axis(), type: "value", min: 0, max: most > 0 ? most * (narrow ? 1.5 : 1.22) : 1, axisLabel: label("--soft", { showMaxLabel: false, formatter: (v) => v.toLocaleString("en", { notation: "compact" }) }) },
      yAxis: {
        ...axis(), type: "category", inverse: true, data: chart.bars.map((bar) => bar.name), axisTick: { show: false },
        axisLabel: label("--ink", { formatter: narrow ? broken : undefined, interval: 0, hideOverlap: false, lineHeight: 14 }),
      },
      series: [
        {
          type: "bar", barMaxWidth: 22, data: chart.bars.map((bar, i) => ({
            value: bar.value, itemStyle: { color: colour[i], decal: bar.baseline ? { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -0.7, color: "rgba(0,0,0,0.18)" } : undefined },
          })),
        },
        {
          type: "custom", silent: true, z: 5, data: chart.bars.map((bar, i) => [i, bar.value, bar.min, bar.max]),
          renderItem: (params, api) => {
            if (Number.isNaN(api.value(1))) return null;
            const low = api.coord([api.value(2), api.value(0)]);
            const high = api.coord([api.value(3), api.value(0)]);
            const line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: css("--ink"), lineWidth: 1.4 } });
            const label = { type: "text", style: { x: high[0] + 6, y: high[1], text: number(api.value(1)), fill: css("--ink"), verticalAlign: "middle", fontSize: 12, fontFamily: text().fontFamily } };
            if (high[0] - low[0] < 1) return label;
            return { type: "group", children: [
              line(low[0], low[1], high[0], high[1]), line(low[0], low[1] - 5, low[0], low[1] + 5),
              line(high[0], high[1] - 5, high[0], high[1] + 5), label,
            ] };
          },
        },
      ],
    };
  }

  const ROW = 88;
  const TOP = 28;

  /** A row for each contender, on the same two axes: stems for what happened, a line for what goes on. */
  function timeline(chart, width) {
    const colour = colours(chart.tracks);
    const moments = chart.tracks.flatMap((track) => track.moments);
    const end = Math.max(1, ...moments.map((moment) => moment.seconds));
    const values = moments.map((moment) => moment.value ?? 0).filter((value) => value > 0);
    const most = Math.max(1e-9, ...values);
    // Pauses of some milliseconds are not seen beside one of some hundred.
    const log = !chart.joined && values.length > 0 && most / Math.min(...values) > 10;
    const floor = log ? 10 ** Math.floor(Math.log10(Math.min(...values)) - 0.01) : 0;
    const last = chart.tracks.length - 1;
    const rows = chart.tracks.map((track, i) => i);
    return {
      title: chart.tracks.map((track, i) => ({
        text: track.name, left: 4, top: i * ROW + 6, textStyle: { ...text(), color: colour[i], fontSize: 12, fontWeight: 600 }, padding: 0,
      })),
      tooltip: { ...tooltip(), formatter: (p) => `${escaped(p.seriesName)}<br>${number(p.value[1])} ${escaped(chart.unit)} at ${number(p.value[0])} s` },
      grid: rows.map((i) => ({ left: 56, right: 16, top: i * ROW + TOP, height: ROW - TOP - 12 })),
      xAxis: rows.map((i) => ({
        ...axis(), type: "value", gridIndex: i, min: 0, max: end, splitLine: { show: false },
        axisLabel: label("--soft", { show: i === last, formatter: (v) => `${+v.toFixed(1)} s`, showMaxLabel: false }),
      })),
      yAxis: rows.map((i) => ({
        ...axis(), type: log ? "log" : "value", gridIndex: i, min: floor, max: log ? 10 ** Math.ceil(Math.log10(most)) : most, splitNumber: 2,
        axisLabel: label("--soft", { formatter: (v) => (log ? `${+v.toPrecision(3)}` : number(v)) }),
      })),
      series: chart.tracks.map((track, i) => (chart.joined
        ? { type: "line", name: track.name, xAxisIndex: i, yAxisIndex: i, color: colour[i], showSymbol: false, lineStyle: { width: 1.6 }, data: track.moments.map((m) => [m.seconds, m.value]) }
        : { type: "bar", name: track.name, xAxisIndex: i, yAxisIndex: i, color: colour[i], barWidth: width < 480 ? 1 : 1.6, data: track.moments.map((m) => [m.seconds, m.value]) })),
    };
  }

  /** A ratio whose interval holds 1 has no side. */
  function side(it) {
    if (it.value === null) return "--soft";
    if (it.lower === null || it.upper === null || (it.lower <= 1 && it.upper >= 1)) return "--cool-4";
    return it.upper < 1 === it.lowerIsBetter ? "--better" : "--worse";
  }

  /** Distance of the marks on an axis of doublings, so that there are a handful of them. */
  function doublings(span) {
    return [0.05, 0.1, 0.25, 0.5, 1, 2, 4].find((step) => span / step <= 7) ?? 8;
  }

  /** Ratios with intervals. The axis counts doublings: a half and a double are equally far from 1. */
  function intervals(chart, width) {
    const narrow = width < 700;
    const log = (value) => Math.log2(value);
    const known = chart.estimates.flatMap((it) => [it.value, it.lower, it.upper]).filter((v) => v !== null && v > 0).map(log);
    const least = Math.min(-0.2, ...known);
    const most = Math.max(0.2, ...known);
    const step = doublings(most - least);
    const low = Math.floor(least / step - 0.2) * step;
    const high = Math.ceil(most / step + 0.2) * step;
    const span = (it) => (it.lower === null || it.upper === null ? "no interval" : `${number(it.lower)} to ${number(it.upper)}`);
    const name = narrow
      ? { inside: true, margin: 0, verticalAlign: "bottom", padding: [0, 0, 9, 0], interval: 0, hideOverlap: false, lineHeight: 14, formatter: (value) => fitted(value, width - 40) }
      : { interval: 0, hideOverlap: false, width: width * 0.45, overflow: "break", lineHeight: 14 };
    return {
      grid: { left: 8, right: narrow ? 12 : 148, top: 8, bottom: 34, containLabel: true },
      tooltip: { ...tooltip(), formatter: (p) => { const it = chart.estimates[p.dataIndex]; return `${escaped(it.name)}<br>${number(it.value)} (${span(it)})`; } },
      xAxis: {
        ...axis(), type: "value", min: low, max: high, interval: step, name: chart.unit, nameLocation: "middle", nameGap: 24,
        axisLabel: label("--soft", { formatter: (v) => number(2 ** v) }),
      },
      yAxis: {
        ...axis(), type: "category", inverse: true, data: chart.estimates.map((it) => it.name), axisTick: { show: false },
        axisLabel: label("--ink", name), axisLine: { show: false },
      },
      series: [{
        type: "custom", data: chart.estimates.map((it, i) => [log(it.value ?? 1), i]),
        renderItem: (params, api) => {
          const it = chart.estimates[params.dataIndex];
          const colour = css(side(it));
          const at = (value) => api.coord([log(value), params.dataIndex]);
          const y = at(1)[1];
          const box = params.coordSys;
          const line = (x1, y1, x2, y2, more) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: colour, lineWidth: 2, ...more } });
          const parts = params.dataIndex === 0 ? [line(at(1)[0], box.y, at(1)[0], box.y + box.height, { stroke: css("--ink"), lineWidth: 1, lineDash: [4, 3] })] : [];
          const caption = it.value === null ? "not measured" : narrow ? "" : `${number(it.value)} (${span(it)})`;
          const [x, align] = narrow ? [box.x + box.width, "right"] : [box.x + box.width + 8, "left"];
          parts.push({ type: "text", silent: true, style: { x, y, text: caption, align, fill: css("--ink"), verticalAlign: "middle", fontSize: 12, fontFamily: text().fontFamily } });
          if (it.value !== null) {
            if (it.lower !== null && it.upper !== null) {
              const [left, right] = [at(it.lower)[0], at(it.upper)[0]];
              parts.push(line(left, y, right, y), line(left, y - 4, left, y + 4), line(right, y - 4, right, y + 4));
            }
            parts.push({ type: "circle", shape: { cx: at(it.value)[0], cy: y, r: 4.5 }, style: { fill: it.lower === null ? css("--panel") : colour, stroke: colour, lineWidth: 1.5 } });
          }
          return { type: "group", children: parts };
        },
      }],
    };
  }

  /** Breaks a name into two lines of about so many pixels, and cuts the rest. */
  function fitted(name, pixels) {
    const most = Math.floor(pixels / 6.4);
    if (name.length <= most) return name;
    const at = name.lastIndexOf(" ", most);
    const first = name.slice(0, at > 0 ? at : most);
    const second = name.slice(first.length).trim();
    return `${first}\n${second.length > most ? `${second.slice(0, most - 1)}…` : second}`;
  }

  const KINDS = {
    percentiles: { wide: true, options: percentiles, height: (chart, narrow) => (narrow ? 420 : 400) },
    bars: { wide: false, options: bars, height: (chart, narrow) => 44 + chart.bars.length * (narrow ? 50 : 38) },
    timeline: { wide: true, options: timeline, height: (chart) => 24 + chart.tracks.length * ROW },
    intervals: { wide: true, options: intervals, height: (chart, narrow) => 50 + chart.estimates.length * (narrow ? 58 : 34) },
  };

  function draw() {
    drawn.forEach((instance) => instance.dispose());
    drawn = charts.map(({ id, kind, chart }) => {
      const element = document.getElementById(id);
      const { wide, options, height } = KINDS[kind];
      if (wide) element.parentElement.classList.add("wide");
      const width = element.clientWidth;
      element.style.height = `${height(chart, width < 480)}px`;
      const instance = echarts.init(element, null, { renderer: "svg" });
      instance.setOption({
        animation: false, textStyle: text(), aria: { enabled: false },
        ...options(chart, width),
      });
      return instance;
    });
  }

  let pending = 0;
  const redraw = () => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(draw);
  };
  dark.addEventListener("change", redraw);
  addEventListener("resize", redraw);
  addEventListener("beforeprint", draw);
  addEventListener("afterprint", redraw);
  draw();
})();
