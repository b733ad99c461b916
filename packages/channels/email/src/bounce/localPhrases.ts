import type { CauseRow } from "./causeRow.ts";

/** What servers say in other languages: German, French, Spanish, Italian, Portuguese, Dutch, Russian, Japanese, Chinese. */
export const localPhrases: readonly CauseRow[] = [
  ["mailbox-full", "German", ["postfach*voll", "postfach*überfüllt", "speicherplatz*erschöpft", "kontingent überschritten", "quota überschritten"]],
  ["mailbox-full", "French", ["boîte*pleine", "boite*pleine", "quota dépassé", "boîte aux lettres est saturée"]],
  ["mailbox-full", "Spanish, Portuguese, Italian, Dutch", ["buzón*lleno", "cuota excedida", "caixa*cheia", "quota excedida", "casella*piena", "postvak*vol", "mailbox*vol "]],
  ["mailbox-full", "Russian", ["ящик*переполнен", "превышена квота", "почтовый ящик полон"]],
  ["mailbox-full", "Japanese, Chinese", ["容量*超", "メールボックスがいっぱい", "容量オーバー", "邮箱已满", "邮箱空间不足", "郵箱已滿", "空间已满"]],
  ["message-too-big", "German, French, Spanish, Italian, Portuguese, Dutch", ["nachricht*zu groß", "zulässige größe", "message*trop volumineux", "mensaje*demasiado grande", "messaggio*troppo grande", "mensagem*muito grande", "bericht*te groot"]],
  ["message-too-big", "Russian, Japanese, Chinese", ["слишком большой", "превышает*размер", "サイズ*超", "邮件太大", "邮件大小超"]],
  ["spam-detected", "several", ["как спам", "является спамом", "垃圾邮件", "迷惑メール"]],
  ["suspended", "German, French", ["konto*gesperrt", "konto*deaktiviert", "compte*bloqu", "compte*suspendu", "compte*désactivé"]],
  ["suspended", "Spanish, Italian, Portuguese, Russian, Chinese", ["cuenta*suspendida", "cuenta*desactivada", "account*sospeso", "conta*suspensa", "ящик*заблокирован", "账号已停用", "邮箱被冻结"]],
  ["user-unknown", "German", ["empfänger*unbekannt", "empfänger*existiert nicht", "adresse*existiert nicht", "empfängeradresse*nicht gefunden", "benutzer*unbekannt", "adresse wurde nicht gefunden", "adresse nicht gefunden", "empfänger*nicht gefunden", "postfach*existiert nicht"]],
  ["user-unknown", "French", ["adresse*introuvable", "destinataire*inconnu", "utilisateur*inconnu", "n'existe pas", "adresse*inconnue", "destinataire*introuvable"]],
  ["user-unknown", "Spanish", ["usuario*desconocido", "destinatario*desconocido", "no existe", "no se ha encontrado la dirección", "dirección no encontrada", "no se encontró la dirección"]],
  ["user-unknown", "Italian", ["utente*sconosciuto", "destinatario*sconosciuto", "non esiste", "indirizzo non trovato", "indirizzo*inesistente"]],
  ["user-unknown", "Portuguese", ["usuário*desconhecido", "destinatário*desconhecido", "não existe", "endereço não encontrado", "utilizador*desconhecido"]],
  ["user-unknown", "Dutch", ["gebruiker*onbekend", "geadresseerde*onbekend", "adres*niet gevonden", "bestaat niet", "onbekende gebruiker"]],
  ["user-unknown", "Russian", ["пользователь не найден", "не существует", "адрес не найден", "получатель не найден", "нет такого пользователя", "недействительный адрес"]],
  ["user-unknown", "Japanese", ["宛先*存在しません", "アドレスが見つかりません", "ユーザー*存在しません", "ユーザが見つかりません", "宛先不明", "メールアドレスが見つかりません", "存在しない"]],
  ["user-unknown", "Chinese", ["用户不存在", "收件人不存在", "地址不存在", "邮箱不存在", "找不到收件人", "找不到地址", "使用者不存在", "收件人地址不存在"]],
  ["host-unknown", "several", ["domäne*nicht gefunden", "domain*existiert nicht", "domaine*introuvable", "dominio*no existe", "dominio*non trovato", "домен не найден", "域名不存在", "ドメインが見つかりません"]],
  ["expired", "several", ["zustellung*verzögert", "zeitüberschreitung", "délai*dépassé", "tiempo de espera", "tempo scaduto", "tempo esgotado", "истекло время", "タイムアウト", "超时"]],
];
