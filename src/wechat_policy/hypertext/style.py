"""The one style sheet of all HTML pieces: each stands in an element of the class `wp`."""

STYLE = """\
.wp{color-scheme:light dark;\
--wp-violation:light-dark(#b3261e,#ffb4ab);--wp-suspected:light-dark(#7a5200,#ffcc80);\
--wp-advisory:light-dark(#0b57d0,#a8c7fa);--wp-penalty:light-dark(#7b1fa2,#e1bee7);\
--wp-quiet:light-dark(#5f6368,#bdc1c6);--wp-fine:light-dark(#146c2e,#8fd694);\
--wp-line:light-dark(#d0d4d9,#444950);background:Canvas;color:CanvasText;\
border:1px solid var(--wp-line);border-radius:.4em;padding:.8em 1em;margin:.5em 0;\
max-width:60em;font:1em/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",\
sans-serif;text-align:start;overflow-wrap:anywhere;box-sizing:border-box}
[data-jp-theme-light="true"] .wp,.vscode-light .wp{color-scheme:light}
[data-jp-theme-light="false"] .wp,.vscode-dark .wp{color-scheme:dark}
.wp section{border-inline-start:.25em solid var(--wp-tone,var(--wp-line));\
padding-inline-start:.8em;margin:.8em 0}
.wp p{margin:.2em 0}
.wp .wp-status{color:var(--wp-tone,CanvasText);font-weight:bold}
.wp .wp-violation,.wp .wp-error{--wp-tone:var(--wp-violation)}
.wp .wp-suspected,.wp .wp-undetermined,.wp .wp-warning{--wp-tone:var(--wp-suspected)}
.wp .wp-advisory,.wp .wp-hint{--wp-tone:var(--wp-advisory)}
.wp .wp-penalty{--wp-tone:var(--wp-penalty)}
.wp .wp-dismissed,.wp .wp-overturned{--wp-tone:var(--wp-quiet)}
.wp .wp-passed{--wp-tone:var(--wp-fine)}
.wp dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:0 1em;margin:.2em 0}
.wp dt,.wp .wp-closing,.wp .wp-quiet{color:var(--wp-quiet)}
.wp dd{margin:0}
.wp blockquote,.wp pre{margin:.4em 0;padding:.3em .6em;border:1px solid var(--wp-line);\
white-space:pre-wrap;background:transparent;color:inherit;font-size:1em;text-align:start}
.wp pre{font-family:ui-monospace,"Noto Sans Mono CJK SC","Sarasa Mono SC",monospace}
.wp mark{background:Mark;color:MarkText;font-weight:bold}
.wp ul{list-style:none;margin:0;padding-inline-start:1.2em}
.wp .wp-scroll{overflow-x:auto}
.wp table{border-collapse:collapse;width:100%;margin:.4em 0;font-size:.95em}
.wp th,.wp td{border-block-end:1px solid var(--wp-line);padding:.25em .8em .25em 0;\
text-align:start;vertical-align:top;white-space:normal;background:transparent}
.wp th{color:var(--wp-quiet);font-weight:normal;white-space:nowrap}
.wp .wp-number{text-align:end;font-variant-numeric:tabular-nums}
.wp summary{cursor:pointer}
"""
"""Colours are the system's; others come in pairs for light and dark.

The system says which one it is, unless the notebook around has a theme of its own.
"""
