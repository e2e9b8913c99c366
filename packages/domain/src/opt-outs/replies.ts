import type { KeywordIntent, ReplyLanguage } from './keywords.ts';

type Sender = { brandName: string; helpContact: string };

/** Answers to keywords: brand first, nothing but what the law and CTIA ask for, in characters of GSM-7 where the language allows. */
const texts: Readonly<Record<KeywordIntent, Record<ReplyLanguage, (helpContact: string) => string>>> = {
  stop: {
    en: () => 'You are unsubscribed and will get no more texts from us. Reply START to come back.',
    fr: () => 'Désinscription confirmée, vous ne recevrez plus nos SMS. Répondez START pour revenir.',
    es: () => 'Baja confirmada, no le enviaremos otros SMS. Responda START para volver.',
    pt: () => 'Cancelamento confirmado, nao enviaremos mais SMS. Responda START para voltar.',
    de: () => 'Abmeldung bestätigt, Sie erhalten keine SMS mehr von uns. Zurück mit START.',
    nl: () => 'U bent afgemeld en krijgt geen sms meer van ons. Antwoord START om terug te komen.',
    it: () => 'Cancellazione confermata, non riceverai altri SMS. Rispondi START per tornare.',
  },
  start: {
    en: () =>
      'You are subscribed again. Msg & data rates may apply. Reply HELP for help, STOP to unsubscribe.',
    fr: () => 'Vous êtes réabonné. Des frais peuvent s’appliquer. AIDE pour de l’aide, STOP pour arrêter.',
    es: () => 'Su suscripción sigue. Pueden aplicarse tarifas. AYUDA para ayuda, STOP para darse de baja.',
    pt: () => 'Assinatura reativada. Tarifas podem ser cobradas. AJUDA para ajuda, STOP para sair.',
    de: () => 'Sie sind wieder angemeldet. Gebühren können anfallen. HILFE für Hilfe, STOP zum Abmelden.',
    nl: () => 'U bent weer aangemeld. Er kunnen kosten zijn. HELP voor hulp, STOP om af te melden.',
    it: () => 'Iscrizione riattivata. Possono applicarsi costi. AIUTO per assistenza, STOP per uscire.',
  },
  help: {
    en: (contact) =>
      `For help contact ${contact}. Msg & data rates may apply. Reply STOP to unsubscribe from our texts.`,
    fr: (contact) =>
      `Pour de l'aide : ${contact}. Des frais peuvent s'appliquer. Répondez STOP pour ne plus recevoir nos SMS.`,
    es: (contact) => `Para ayuda: ${contact}. Pueden aplicarse tarifas. Responda STOP para darse de baja.`,
    pt: (contact) => `Para ajuda: ${contact}. Tarifas podem ser cobradas. Responda STOP para sair.`,
    de: (contact) => `Hilfe: ${contact}. Gebühren können anfallen. Mit STOP melden Sie sich ab.`,
    nl: (contact) => `Hulp: ${contact}. Er kunnen kosten zijn. Antwoord STOP om af te melden.`,
    it: (contact) => `Assistenza: ${contact}. Possono applicarsi costi. Rispondi STOP per uscire.`,
  },
};

/** The one text that answers a keyword. */
export function keywordReply(intent: KeywordIntent, language: ReplyLanguage, sender: Sender): string {
  return `${sender.brandName}: ${texts[intent][language](sender.helpContact)}`;
}
