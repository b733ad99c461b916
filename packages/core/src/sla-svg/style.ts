/** Colours for light and dark surroundings; text keeps a contrast of at least 4.5 to its ground (WCAG 2.2 s.1.4.3). */
export const style = `
.desk { --ground:#ffffff; --ink:#1b2430; --faint:#5b6673; --line:#d5dbe2; --open:#e8eef5; --counted:#2563c9;
  --paused:#8a94a0; --warn:#9a5b00; --breach:#c02626; --met:#19703a; font:13px system-ui,sans-serif; }
@media (prefers-color-scheme: dark) { .desk { --ground:#12171d; --ink:#e8edf3; --faint:#a3afbc; --line:#323c47;
  --open:#1f2833; --counted:#6aa5ff; --paused:#6f7b88; --warn:#f0b054; --breach:#ff7b72; --met:#5fd38a; } }
.ground { fill:var(--ground); } text { fill:var(--ink); } .faint { fill:var(--faint); font-size:11px; }
.title { font-size:16px; font-weight:600; } .name { font-weight:600; } .axis { stroke:var(--line); }
.open { fill:var(--open); } .counted { fill:var(--counted); }
.paused { fill:none; stroke:var(--paused); stroke-dasharray:3 3; }
.target { stroke:var(--ink); stroke-width:1.5; } .warn { fill:var(--warn); } .breach { fill:var(--breach); }
.met { fill:var(--met); }
`.replaceAll(/\s*\n\s*/g, " ");
