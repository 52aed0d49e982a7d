/** Style of the report page, by day and by night. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ink: #1d2733; --soft: #5d6b7a; --line: #d9e0e7; --ground: #f5f7f9; --sheet: #fff; --code: #eef2f5; --passed: #2f8f5b; --failed: #c23b32; --notApplicable: #8d99a6; }
@media (prefers-color-scheme: dark) { :root { --ink: #e3e9ef; --soft: #9fadbb; --line: #33404d; --ground: #141b22; --sheet: #1c252e; --code: #263240; --passed: #4cba80; --failed: #ef6a60; --notApplicable: #7c8894; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1200px; padding: 28px 20px 60px; font: 15px/1.45 system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; color: var(--ink); background: var(--ground); }
h1 { margin: 0; font-size: 26px; }
header p { margin: 4px 0; color: var(--soft); }
header .verdict { font-size: 19px; font-weight: 600; }
.verdict.passed { color: var(--passed); }
.verdict.failed { color: var(--failed); }
.bar { display: flex; gap: 2px; height: 10px; margin: 12px 0 22px; border-radius: 5px; overflow: hidden; }
.bar .passed, .mark.passed { background: var(--passed); }
.bar .failed, .mark.failed { background: var(--failed); }
.bar .notApplicable, .mark.notApplicable { background: var(--notApplicable); }
.clause { margin: 0 0 8px; background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; }
summary { padding: 9px 14px; cursor: pointer; display: flex; align-items: center; gap: 10px; }
.mark { width: 11px; height: 11px; border-radius: 50%; flex: none; }
.counts { margin-left: auto; color: var(--soft); font-size: 13px; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
th, td { padding: 5px 14px; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
th { color: var(--soft); font-weight: 500; }
td:last-child { white-space: nowrap; }
tr.failed td:last-child { color: var(--failed); font-weight: 600; }
tr.passed td:last-child { color: var(--passed); }
tr.notApplicable td { color: var(--soft); }
td > code { overflow-wrap: anywhere; }
.evidence td { white-space: normal !important; }
figure { margin: 8px 0; }
figcaption { color: var(--soft); font-size: 13px; }
pre { margin: 4px 0; padding: 9px 12px; max-height: 340px; overflow: auto; background: var(--code); border-radius: 6px; font-size: 12.5px; white-space: pre-wrap; overflow-wrap: anywhere; }
`;
