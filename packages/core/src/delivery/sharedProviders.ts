/** Providers with a domain in many countries. */
const national = /^(?:aol|gmx|hotmail|outlook|yahoo|yandex)\.(?:com?\.)?[a-z]{2,3}$/;

const domains: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com live.com msn.com ymail.com rocketmail.com icloud.com me.com mac.com proton.me protonmail.com
  pm.me posteo.de posteo.net mailbox.org mail.com mail.de email.de web.de t-online.de freenet.de mail.ru ya.ru qq.com
  163.com 126.com orange.fr free.fr laposte.net wanadoo.fr libero.it virgilio.it comcast.net verizon.net att.net bt.com
  btinternet.com naver.com daum.net zoho.com zoho.eu zoho.in fastmail.com fastmail.fm hey.com wp.pl o2.pl onet.pl onet.eu
  interia.pl seznam.cz bluewin.ch ziggo.nl kpnmail.nl telenet.be skynet.be terra.com.br uol.com.br bol.com.br
  rediffmail.com live.at live.be live.ca live.co.uk live.com.au live.com.mx live.de live.dk live.fr live.it live.nl live.no
  live.se`.split(/\s+/),
);

/**
 * Whether a domain belongs to a public mail provider: sharing it says nothing about two people. Knows the large ones.
 *
 * @param domain In lower case and DNS form.
 */
export function isSharedProvider(domain: string): boolean {
  return domains.has(domain) || national.test(domain);
}
