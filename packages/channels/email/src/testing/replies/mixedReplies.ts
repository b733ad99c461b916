const attribution = "On Tue, Mar 3, 2026 at 9:41 AM Lamp House <help@lamp.example> wrote:";
const outlook =
  "From: Lamp House <help@lamp.example>\nSent: Tuesday, March 3, 2026 9:41 AM\nTo: Ida Moss <ida@home.example>\nSubject: Your lamp";

/** Whole messages, and what their sender wrote this time. */
export const mixedReplies: readonly (readonly [text: string, newText: string])[] = [
  [`I want\nto send it back.\n${attribution}\n> Does it work?`, "I want\nto send it back."],
  [`Yes, please.\n${attribution}\n> A new one?`, "Yes, please."],
  [`Ja, gern.\nAm 03.03.26 um 09:41 schrieb Lamp House:\n> Eine neue?`, "Ja, gern."],
  [`${attribution}\n> Does it work?\n\nNo, it flickers.`, "No, it flickers."],
  [`${attribution}\n> Does it work?\nNo.\n> Shall we send a new one?\nYes.`, "No.\nYes."],
  ["> Does it work?\nNo.\n> A new one?\nYes, please.", "No.\nYes, please."],
  [`Hello,\n\n${attribution}\n> Does it work?\n\nNo.\n\nIda`, "Hello,\n\nNo.\n\nIda"],
  [`No.\n\n${attribution}\n\nDoes it work?\n\nThe Lamp House`, "No."],
  [`No.\n\n${outlook}\n\nDoes it work?`, "No."],
  [`No.\n\n________________________________\n${outlook}\n\nDoes it work?`, "No."],
  [`No.\n\nSent from my iPhone\n\n${attribution}\n\n> Does it work?`, "No."],
  [
    `No.\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n${outlook}\n\nDoes it work?`,
    "No.",
  ],
  [`No.\n\nBest regards,\nIda Moss\n\n${attribution}\n> Does it work?`, "No."],
  [`No.\n\n-- \nIda Moss\nYork\n\n${attribution}\n> Does it work?`, "No."],
  ["It broke.\n-- \nIda Moss\nMoss Ltd", "It broke."],
  [
    "It broke.\n\nKind regards\nIda Moss\nHead of Light\nMoss Ltd\n+44 20 7946 0000\nwww.moss.example",
    "It broke.",
  ],
  ["> only a quote", "> only a quote"],
  [`${attribution}\n> Does it work?`, `${attribution}\n> Does it work?`],
  [`${outlook}\n\nDoes it work?`, `${outlook}\n\nDoes it work?`],
  [
    `Please see below.\n\n---------- Forwarded message ---------\n${outlook}\n\nYour parcel is lost.`,
    `Please see below.\n\n---------- Forwarded message ---------\n${outlook}\n\nYour parcel is lost.`,
  ],
  [
    "See this.\n\nBegin forwarded message:\n\n> From: Shop\n> Lost.",
    "See this.\n\nBegin forwarded message:\n\n> From: Shop\n> Lost.",
  ],
  [`No.\n\n${attribution}\n> ---------- Forwarded message ---------\n> From: Shop`, "No."],
  [`No.\n\n> ${attribution}\n>\n> Does it work?`, "No."],
  [
    `${attribution}\n> Would you like to have a refund, or shall we send you a replacement for it?\nA refund.\n> And the shade?\nKeep it.`,
    "A refund.\nKeep it.",
  ],
  [`No.\n\n----- Original Message -----\n\nDoes it work?`, "No."],
  [`🙂\n\n${attribution}\n> Better?`, "🙂"],
  [`?\n\n${attribution}\n> Better?`, "?"],
  [`No.\r\n\r\n${attribution}\r\n> Does it work?\r\n`, "No."],
  [`On Monday I called you.\n\n${attribution}\n> Does it work?`, "On Monday I called you."],
  [`No\n\nTuesday, 3 March 2026, 9:41 AM +0100 from Lamp House <help@lamp.example>:\n\nDoes it work?`, "No"],
];
