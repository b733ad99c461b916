interface Palette {
  readonly ground: string;
  readonly ink: string;
  readonly faint: string;
  readonly line: string;
  readonly open: string;
  readonly counted: string;
  readonly paused: string;
  readonly warn: string;
  readonly breach: string;
  readonly met: string;
}

const light: Palette = {
  ground: "#ffffff",
  ink: "#1b2430",
  faint: "#5b6673",
  line: "#d5dbe2",
  open: "#e1e9f3",
  counted: "#2563c9",
  paused: "#76818d",
  warn: "#9a5b00",
  breach: "#c02626",
  met: "#19703a",
};

const dark: Palette = {
  ground: "#12171d",
  ink: "#e8edf3",
  faint: "#a3afbc",
  line: "#323c47",
  open: "#25303d",
  counted: "#6aa5ff",
  paused: "#8894a1",
  warn: "#f0b054",
  breach: "#ff7b72",
  met: "#5fd38a",
};

/** Plain rules rather than custom properties, which renderers other than browsers don't know. */
function rules(palette: Palette): string {
  return [
    `.ground{fill:${palette.ground}}`,
    `text{fill:${palette.ink}}`,
    `.faint{fill:${palette.faint}}`,
    `.axis{stroke:${palette.line}}`,
    `.paused{stroke:${palette.paused}}`,
    `.target{stroke:${palette.ink}}`,
    ...(["open", "counted", "warn", "breach", "met"] as const).map(
      (name) => `.${name}{fill:${palette[name]}}`,
    ),
  ].join("");
}

const shapes =
  "svg{font:13px system-ui,sans-serif}.faint{font-size:11px}.title{font-size:16px;font-weight:600}" +
  ".name{font-weight:600}.paused{fill:none;stroke-dasharray:3 3}.target{stroke-width:1.5}";

/** Follows the reader's scheme; text has a contrast of at least 4.5 to its background (WCAG 2.2 s.1.4.3). */
export const style = `${shapes}${rules(light)}@media(prefers-color-scheme:dark){${rules(dark)}}`;
