import type { ExplainedClock, Explanation } from "../sla/index.ts";
import { escapeXml } from "./escapeXml.ts";
import { round, type Scale, scaleOf, size, ticksOf } from "./layout.ts";
import { style } from "./style.ts";

/**
 * Draws an explanation as an SVG document: a row for each clock with open hours shaded, counted stretches filled,
 * others dashed, the deadline as a line, warnings and breaches as marks. Follows the reader's light or dark scheme; all
 * text is escaped.
 *
 * ```ts
 * await writeFile("case.svg", explanationSvg(await support.sla.explain({ caseId })));
 * ```
 */
export function explanationSvg(explanation: Explanation): string {
  const { code, clocks, text } = explanation;
  const scale = scaleOf(explanation);
  const height = size.top + Math.max(1, clocks.length) * size.row + size.bottom;
  const rows = clocks.map((clock, at) => drawClock(clock, size.top + at * size.row, scale));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${size.width} ${height}" width="${size.width}" height="${height}">`,
    `<title>${escapeXml(`Clocks of ${code}`)}</title><desc>${escapeXml(text)}</desc><style>${style}</style>`,
    `<rect class="ground" width="${size.width}" height="${height}"/>`,
    `<text class="title" x="16" y="30">${escapeXml(code)}</text>`,
    drawAxis(explanation, scale, height),
    ...(rows.length === 0 ? [`<text x="16" y="${size.top + 20}">No clocks.</text>`] : rows),
    drawLegend(height),
    "</svg>",
  ].join("\n");
}

function drawAxis({ timeZone }: Explanation, scale: Scale, height: number): string {
  const bottom = height - size.bottom;
  const isLong = scale.to - scale.from > 3 * 86_400_000;
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    ...(isLong
      ? { day: "2-digit", month: "short" }
      : { weekday: "short", hour: "2-digit", minute: "2-digit" }),
  });
  const ticks = ticksOf(scale).map((at) => {
    const x = scale.x(at);
    const label = `<text class="faint" text-anchor="middle" x="${x}" y="${size.top - 18}">${escapeXml(format.format(at))}</text>`;
    return `<line class="axis" x1="${x}" x2="${x}" y1="${size.top - 12}" y2="${bottom}"/>${label}`;
  });
  const zone = `<text class="faint" text-anchor="end" x="${size.width - size.right}" y="30">${escapeXml(timeZone)}</text>`;
  return ticks.join("") + zone;
}

function drawClock(clock: ExplainedClock, top: number, scale: Scale): string {
  const { name, policyId, progress, outcome, deadline, startedAt, until, stretches } = clock;
  const bar = top + 8;
  const span = (from: number, to: number) =>
    `x="${scale.x(from)}" width="${Math.max(0.5, round(scale.x(to) - scale.x(from)))}"`;
  const marks = stretches.map(({ from, to, counts, words }) => {
    const title = `<title>${escapeXml(words)}</title>`;
    if (!counts)
      return `<rect class="paused" ${span(from, to)} y="${bar + 7}" height="${size.bar - 14}">${title}</rect>`;
    const ground = `<rect class="open" ${span(from, to)} y="${bar - 5}" height="${size.bar + 10}"/>`;
    return `${ground}<rect class="counted" ${span(from, to)} y="${bar}" height="${size.bar}" rx="2">${title}</rect>`;
  });
  return [
    `<g><title>${escapeXml(clock.summary)}</title>`,
    `<text class="name" x="16" y="${bar + 8}">${escapeXml(name)}</text>`,
    `<text class="faint" x="16" y="${bar + 24}">${escapeXml(policyId)}: ${escapeXml(outcome)}</text>`,
    ...marks,
    deadline === null ? "" : drawDeadline(scale.x(deadline), bar),
    ...clock.moments.map((moment) => drawMoment(moment, scale, bar)),
    `<text class="faint" x="${scale.x(startedAt)}" y="${bar + size.bar + 18}">${escapeXml(progress)}</text>`,
    until > startedAt
      ? ""
      : `<circle class="counted" cx="${scale.x(startedAt)}" cy="${bar + size.bar / 2}" r="3"/>`,
    "</g>",
  ].join("");
}

function drawDeadline(x: number, bar: number): string {
  return `<line class="target" x1="${x}" x2="${x}" y1="${bar - 8}" y2="${bar + size.bar + 8}"><title>deadline</title></line>`;
}

function drawMoment(
  { at, kind, words }: ExplainedClock["moments"][number],
  scale: Scale,
  bar: number,
): string {
  const x = scale.x(at);
  const title = `<title>${escapeXml(words)}</title>`;
  if (kind === "fulfil")
    return `<circle class="met" cx="${x}" cy="${bar + size.bar / 2}" r="5">${title}</circle>`;
  if (kind !== "warn" && kind !== "breach") return "";
  const mark = kind === "warn" ? "!" : "×";
  const triangle = `<path class="${kind}" d="M${x} ${bar - 2}l6 -10h-12z"/>`;
  return `<g>${title}${triangle}<text class="${kind}" text-anchor="middle" x="${x}" y="${bar - 14}">${mark}</text></g>`;
}

function drawLegend(height: number): string {
  const y = height - 18;
  const entries = [
    ["counted", "counted"],
    ["paused", "not counted"],
    ["warn", "warning"],
    ["breach", "missed"],
    ["met", "fulfilled"],
  ] as const;
  const drawn = entries.map(([name, label], at) => {
    const x = size.left + at * 120;
    return `<rect class="${name}" x="${x}" y="${y - 9}" width="14" height="10"/><text class="faint" x="${x + 20}" y="${y}">${label}</text>`;
  });
  const x = size.left + entries.length * 120;
  const target = `<line class="target" x1="${x + 7}" x2="${x + 7}" y1="${y - 12}" y2="${y + 3}"/><text class="faint" x="${x + 20}" y="${y}">deadline</text>`;
  return drawn.join("") + target;
}
