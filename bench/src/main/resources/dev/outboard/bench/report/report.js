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
      xAxis: { ...axis(), type: "value", min: 0, max: most > 0 ? most * 1.22 : 1, axisLabel: label("--soft", { showMaxLabel: false, formatter: (v) => v.toLocaleString("en", { notation: "compact" }) }) },
      yAxis: {
        ...axis(), type: "category", inverse: true, data: chart.bars.map((bar) => bar.name), axisTick: { show: false },
        axisLabel: label("--ink", { formatter: narrow ? broken : undefined, interval: 0, hideOverlap: false }),
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

  function draw() {
    drawn.forEach((instance) => instance.dispose());
    drawn = charts.map(({ id, kind, chart }) => {
      const element = document.getElementById(id);
      if (kind === "percentiles") element.parentElement.classList.add("wide");
      const narrow = element.clientWidth < 480;
      element.style.height = kind === "bars" ? `${44 + chart.bars.length * (narrow ? 50 : 38)}px` : narrow ? "420px" : "400px";
      const instance = echarts.init(element, null, { renderer: "svg" });
      instance.setOption({
        animation: false, textStyle: text(), aria: { enabled: false },
        ...(kind === "bars" ? bars(chart, element.clientWidth) : percentiles(chart, element.clientWidth)),
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
