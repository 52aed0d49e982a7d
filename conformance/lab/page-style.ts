/** Style of the report page. */
export const STYLE = `
:root { --ink: #1d2733; --soft: #5d6b7a; --line: #d9e0e7; --green: #2f8f5b; --amber: #d18b00; --red: #c23b32; --grey: #8d99a6; --blue: #3f78c9; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1200px; padding: 28px 24px 60px; font: 15px/1.45 system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; color: var(--ink); background: #f5f7f9; }
h1 { margin: 0 0 6px; font-size: 28px; text-transform: capitalize; display: flex; align-items: center; gap: 14px; }
h2 { margin: 0 0 10px; font-size: 17px; }
h3 { margin: 0 0 6px; font-size: 13px; font-weight: 500; color: var(--soft); }
header p { margin: 0 0 18px; max-width: 860px; color: var(--soft); }
section { margin: 0 0 18px; padding: 18px 20px; background: #fff; border: 1px solid var(--line); border-radius: 8px; }
.cards { display: grid; grid-template-columns: repeat(4, 1fr); gap: 14px; padding: 0; background: none; border: 0; }
.card { padding: 14px 16px; background: #fff; border: 1px solid var(--line); border-radius: 8px; }
.card span { font-size: 23px; font-variant-numeric: tabular-nums; }
.card.gain .before { color: var(--red); }
.arrow { margin: 0 8px; color: var(--grey); }
.after { font-weight: 600; }
.card.gain .after { color: var(--green); }
.columns { display: grid; grid-template-columns: 3fr 2fr; gap: 32px; }
.badge { padding: 2px 9px; border-radius: 10px; font-size: 12px; font-weight: 600; text-transform: none; color: #fff; white-space: nowrap; }
.badge.good { background: var(--green); }
.badge.bad { background: var(--red); }
svg { display: block; width: 100%; height: auto; font: 12px system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; }
.plot { fill: #fbfcfd; stroke: var(--line); }
.grid { stroke: #e8edf1; }
.axis { stroke: var(--grey); }
.area { fill: #3f78c9; opacity: 0.08; }
.curve { fill: none; stroke: #2b5fa8; stroke-width: 2.2; stroke-linejoin: round; }
.threshold { stroke-width: 1.4; stroke-dasharray: 7 5; }
.threshold.degraded { stroke: var(--amber); }
.threshold.failed { stroke: var(--red); }
text { fill: var(--ink); }
text.end { text-anchor: end; }
text.middle { text-anchor: middle; }
text.tick { fill: var(--soft); font-size: 11px; }
text.group { paint-order: stroke; stroke: #fff; stroke-width: 3px; fill: var(--soft); font-size: 11px; font-weight: 600; letter-spacing: 0.03em; }
text.threshold-name { font-size: 11px; paint-order: stroke; stroke: #fffc; stroke-width: 3px; }
text.threshold-name.degraded { fill: #9a6700; }
text.threshold-name.failed { fill: var(--red); }
.piece.normal, .swatch.normal { fill: #79c39a; background: #79c39a; }
.piece.degraded, .swatch.degraded { fill: #f2bd4b; background: #f2bd4b; }
.piece.failed, .swatch.failed { fill: #cf4b41; background: #cf4b41; }
.piece.off, .swatch.off { fill: #b3bcc5; background: #b3bcc5; }
.piece.boot, .swatch.boot { fill: #8fb3e6; background: #8fb3e6; }
.piece.unknown, .swatch.unknown { fill: #e9edf1; background: #e9edf1; }
.piece.run, .swatch.run { fill: #d5ecdf; background: #d5ecdf; stroke: #fff; stroke-width: 1.5; }
.piece.out, .swatch.out { fill: #cf4b41; background: #cf4b41; }
.piece.yes { fill: #d5ecdf; }
.piece.no { fill: #55606b; }
text.piece-name { font-size: 11px; fill: #24313d; }
text.piece-name.run { paint-order: stroke; stroke: #d5ecdf; stroke-width: 3px; }
text.piece-name.failed, text.piece-name.out { fill: #fff; }
.mark { stroke: #24313d; stroke-width: 1.2; stroke-dasharray: 2 3; }
.mark-flag { fill: #24313d; }
text.mark-name { fill: #fff; font-size: 11px; font-weight: 600; }
.flag { padding: 1px 6px; border-radius: 3px; background: #24313d; color: #fff; font-size: 12px; }
.swatch { display: inline-block; width: 26px; height: 14px; border-radius: 2px; vertical-align: middle; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
td, th { padding: 4px 14px 4px 0; text-align: left; vertical-align: top; }
.marks td:first-child { white-space: nowrap; }
.marks td { border-bottom: 1px solid #eef1f4; }
.numbers { width: 100%; margin-bottom: 14px; }
.numbers td, .numbers th { border-bottom: 1px solid #eef1f4; }
.numbers:not(.text) td + td, .numbers:not(.text) th + th { text-align: right; }
.numbers td:last-child { font-weight: 600; }
.note { margin: 0 0 18px; color: var(--soft); font-size: 13px; }
.timeline { width: 100%; font-size: 13.5px; }
.timeline td { padding: 2px 14px 2px 8px; border-left: 3px solid transparent; }
.timeline td + td { border-left: 0; }
.timeline td:first-child { white-space: nowrap; color: var(--soft); }
.timeline td:nth-child(2) { white-space: nowrap; font-weight: 600; }
.timeline .event { background: #eef3fa; font-weight: 600; }
.timeline .event td:first-child { border-color: var(--blue); }
.timeline .bad td:first-child { border-color: var(--red); }
.timeline .warn td:first-child { border-color: var(--amber); }
.timeline .good td:first-child { border-color: var(--green); }
@media (max-width: 800px) { .cards, .columns { grid-template-columns: 1fr 1fr; } }
`;
