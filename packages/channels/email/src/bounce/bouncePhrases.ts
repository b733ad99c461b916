/** How subjects of bounces and delays are worded, in comparable form. */
export const subjectPhrases = [
  ...["undeliver", "returned mail", "returned to sender", "return to sender", "returning message to sender"],
  ...["returning to sender", "delivery status notification", "delivery failure", "delivery problem", "delivery has failed"],
  ...["delivery report", "delivery*failed", "delivery*delayed", "delivery*incomplete", "deliver*fail", "failure notice"],
  ...["failure notification", "mail failure", "mail failed", "mail delivery", "could not be delivered", "couldn't be delivered"],
  ...["message not delivered", "mail system error", "message delayed", "delayed mail", "not delivered", "mail returned"],
  ...["bounced mail", "message status - undeliverable", "rejected message", "returned email", "dsn:", "message you sent blocked"],
  ...["warning: could not send message", "warning: message", "error sending message", "mail error", "delivery error"],
  // German, French, Spanish, Italian, Portuguese, Dutch
  ...["nicht zustellbar", "unzustellbar", "zustellung fehlgeschlagen", "zustellung*fehlgeschlagen", "nicht zugestellt"],
  ...["non remis", "échec de la remise", "échec de remise", "échec de distribution", "non distribué", "non délivré", "retour à l'expéditeur"],
  ...["no se puede entregar", "no se pudo entregar", "no entregado", "error de entrega", "fallo en la entrega", "devuelto al remitente"],
  ...["mancata consegna", "mancato recapito", "non recapitabile", "non consegnato", "errore di consegna", "impossibile recapitare"],
  ...["não entregue", "falha na entrega", "não foi possível entregar", "devolvido ao remetente", "erro na entrega"],
  ...["onbestelbaar", "niet bezorgd", "niet afgeleverd", "bezorging mislukt", "kan niet worden bezorgd"],
  // Russian, Polish, Japanese, Chinese
  ...["не доставлено", "недоставлено", "не доставлена", "недоставленное", "ошибка доставки", "wysyłka nie powiodła", "niedostarczon"],
  ...["配信できません", "配信不能", "送信エラー", "配送エラー", "未配信", "送信できませんでした", "配信エラー", "戻りメール"],
  ...["退信", "无法送达", "無法送達", "投递失败", "投遞失敗", "未送达", "无法投递", "未傳遞", "系统退信"],
];

/** How the text of a bounce says that something was not delivered, in comparable form. */
export const failurePhrases = [
  ...["could not be delivered", "couldn't be delivered", "cannot be delivered", "can't be delivered", "can not be delivered"],
  ...["was not delivered", "wasn't delivered", "were not delivered", "not be delivered", "could not deliver", "couldn't deliver"],
  ...["cannot deliver", "can't deliver", "unable to deliver", "wasn't able to deliver", "not able to deliver", "not delivered"],
  ...["delivery to*failed", "delivery of*failed", "delivery to*aborted", "delivery to*delayed", "failed permanently"],
  ...["failed to deliver", "undeliverable", "undelivered", "permanent error", "permanent fatal error", "returned to sender"],
  ...["returned mail", "delivery has failed", "delivery failed", "has not been delivered", "does not like recipient"],
  ...["user unknown", "unknown user", "mailbox full", "mailbox is full", "mailbox unavailable", "mailbox is unavailable"],
  ...["recipient was", "recipients were", "recipient could", "recipients could", "transcript of session"],
  ...["would not accept your", "recipient failed", "recipients failed", "did not reach the following recipient"],
  ...["did not reach some or all", "did not reach its", "recipient name is not recognized", "addresses had delivery problems"],
  ...["addresses failed", "address failed", "error delivering your mail", "error occurred while attempting to deliver"],
  ...["no such user", "address not found", "not yet been delivered", "could not send message", "rejected your message"],
  // German, French, Spanish, Italian, Portuguese, Dutch
  ...["nicht zugestellt", "nicht zustellbar", "nicht ausgeliefert", "unzustellbar", "zustellung*fehlgeschlagen", "nicht übermittelt"],
  ...["pas pu être remis", "pas pu être délivré", "pas pu être distribué", "pas été remis", "pas été distribué", "impossible de remettre"],
  ...["n'a pu être remis", "n'a pu être délivré", "échec de la remise", "impossible de distribuer", "n'a pas pu être envoyé"],
  ...["no se pudo entregar", "no se ha podido entregar", "no ha podido ser entregado", "no pudo ser entregado", "no se puede entregar"],
  ...["impossibile consegnare", "impossibile recapitare", "non è stato consegnato", "non è stato recapitato", "non può essere recapitato"],
  ...["non è stato possibile recapitare", "non è stato possibile consegnare", "mancata consegna"],
  ...["não pôde ser entregue", "não foi possível entregar", "não foi entregue", "não pode ser entregue", "falha na entrega"],
  ...["niet worden bezorgd", "niet worden afgeleverd", "niet bezorgd", "niet afgeleverd", "kon niet worden"],
  // Russian, Japanese, Chinese
  ...["не может быть доставлено", "не было доставлено", "не доставлено", "не удалось доставить", "не могло быть доставлено", "невозможно доставить"],
  ...["送信に失敗", "送信できません", "配信できません", "配送できません", "配信されませんでした", "届けることができません", "お届けできません", "送信できなかった"],
  ...["无法送达", "无法投递", "無法送達", "無法投遞", "投递失败", "未能送达", "未能投递", "退回", "发送失败", "無法傳遞", "无法传递"],
];

/** How a list of failed addresses is introduced, in comparable form. */
export const listPhrases = [
  ...["following recipient", "following address", "following destination", "address(es) failed", "addresses failed", "address failed"],
  ...["did not reach", "list of recipients", "intended recipients", "permanent fatal errors", "failed to deliver to", "unable to deliver"],
  ...["could not be delivered to", "couldn't be delivered to", "couldn't deliver", "wasn't delivered to", "unable to deliver message to", "delivery failed"],
  ...["folgende", "folgenden empfänger", "destinataires suivants", "destinataire suivant", "adresse suivante", "adresses suivantes"],
  ...["siguientes destinatarios", "siguiente destinatario", "seguenti destinatari", "seguente destinatario", "seguintes destinatários"],
  ...["seguinte destinatário", "volgende geadresseerde", "volgende ontvanger", "volgende adres", "следующим", "следующему", "получателям"],
  ...["次の受信者", "以下の宛先", "次の宛先", "下記の宛先", "以下のメールアドレス", "以下收件人", "下列收件人", "以下地址", "收件人"],
];
