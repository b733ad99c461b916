/** HTML as clients write it, and what its sender wrote this time. */
export const htmlReplies: readonly (readonly [html: string, newText: string])[] = [
  [
    '<div dir="ltr">It flickers.</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Tue, Mar 3, 2026 at 9:41 AM Lamp House &lt;<a href="mailto:help@lamp.example">help@lamp.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex"><div>Does it work?</div></blockquote></div>',
    "It flickers.",
  ],
  // An attribution in no known language
  [
    '<div>It flickers.</div><div class="gmail_quote"><div class="gmail_attr">Lamp House akaandika hivi</div><blockquote class="gmail_quote">Does it work?</blockquote></div>',
    "It flickers.",
  ],
  // Answers between the quotes, and after them
  [
    '<div class="gmail_quote"><div class="gmail_attr">On Tue, Lamp House wrote:</div><blockquote class="gmail_quote">Does it work?</blockquote><div>No.</div><blockquote class="gmail_quote">At all?</blockquote><div>It flickers.</div></div>',
    "No.\n\nIt flickers.",
  ],
  [
    '<div class="moz-cite-prefix">Lamp House aliandika<br></div><blockquote type="cite" cite="mid:1@lamp.example"><p>Does it work?</p></blockquote><p>It flickers.</p>',
    "It flickers.",
  ],
  [
    '<div>It flickers.<br><br><blockquote type="cite"><div>On Mar 3, 2026, at 9:41 AM, Lamp House &lt;help@lamp.example&gt; wrote:</div><br><div>Does it work?</div></blockquote></div>',
    "It flickers.",
  ],
  [
    '<div>It flickers.</div><div id="ydp1a2byahoo_quoted_1" class="yahoo_quoted"><div>Le mardi 3 mars 2026, Lamp House dit</div><div>Does it work?</div></div>',
    "It flickers.",
  ],
  [
    '<div class="yahoo_quoted"><div>Tuesday, Lamp House</div><div>Does it work?</div></div><div>It flickers badly.</div>',
    "It flickers badly.",
  ],
  [
    '<div>It flickers.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg" dir="ltr"><font><b>Kutoka:</b> Lamp House<br><b>Imetumwa:</b> 3 Machi<br><b>Kwa:</b> Ida<br></font></div><div>Does it work?</div>',
    "It flickers.",
  ],
  [
    '<div>It flickers.</div><div id="x_appendonsend"></div><hr tabindex="-1"><div id="x_divRplyFwdMsg"><b>Kutoka:</b> Lamp House</div><div>Does it work?</div>',
    "It flickers.",
  ],
  [
    '<div class="WordSection1"><p class="MsoNormal">It flickers.</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal"><b>Kutoka:</b> Lamp House<br><b>Kwa:</b> Ida</p></div></div><p>Does it work?</p></div>',
    "It flickers.",
  ],
  [
    '<div>It flickers.</div><div id="ms-outlook-mobile-signature"><div>Pata Outlook ya iOS</div></div><div id="mail-editor-reference-message-container"><div>Kutoka: Lamp House</div><div>Does it work?</div></div>',
    "It flickers.",
  ],
  [
    '<div>It flickers.</div><div class="protonmail_quote">On Tuesday, Lamp House wrote:<br><blockquote class="protonmail_quote" type="cite">Does it work?</blockquote></div>',
    "It flickers.",
  ],
  [
    '<div>It flickers.</div><div class="zmail_extra"><div>---- Lamp House, Tuesday ----</div><blockquote id="blockquote_zmail">Does it work?</blockquote></div>',
    "It flickers.",
  ],
  [
    '<div>It flickers.</div><div name="quote" style="border-left:2px solid #C3D9E5"><div>Kutoka: Lamp House</div><div name="quoted-content">Does it work?</div></div>',
    "It flickers.",
  ],
  [
    "<div>It flickers.</div><includetail><div>------------------ 原始 ------------------</div><div>Does it work?</div></includetail>",
    "It flickers.",
  ],
  [
    '<p>It flickers.</p><div class="moz-signature">-- <br>Ida Moss<br>Lamps are my life</div>',
    "It flickers.",
  ],
  [
    '<div>It flickers.</div><div class="gmail_signature">Ida Moss<br>12 Mill Lane</div><div class="gmail_quote"><div class="gmail_attr">On Tue, Mar 3, 2026 at 9:41 AM Lamp House wrote:</div><blockquote class="gmail_quote">Does it work?</blockquote></div>',
    "It flickers.",
  ],
  // Gmail's indentation is no quote
  [
    '<div>My order:</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>one lamp</div></blockquote><div>Where is it?</div>',
    "My order:\n\none lamp\n\nWhere is it?",
  ],
  // A forwarded message is what its sender has to say
  [
    '<div>See below.</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: Shop &lt;a@shop.example&gt;<br></div>Your parcel is lost.</div>',
    "See below.\n---------- Forwarded message ---------\nFrom: Shop <a@shop.example>\nYour parcel is lost.",
  ],
  // Only a quote: kept whole
  ['<div class="yahoo_quoted"><div>Does it work at all?</div></div>', "Does it work at all?"],
  [
    "<div>Oui, merci.</div><div>Le mardi 3 mars 2026 à 09:41, Lamp House &lt;help@lamp.example&gt; a écrit :</div><blockquote>Bien ?</blockquote>",
    "Oui, merci.",
  ],
];
