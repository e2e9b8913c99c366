/**
 * Messengers that fetch a link to draw its preview, often from the recipient's own address, so that only the user agent tells.
 * iMessage calls itself `facebookexternalhit … Facebot Twitterbot`, Google Messages `Google-PageRenderer`.
 * `WhatsApp/…` and `Viber/…` are previews as the whole agent alone: at the end of a browser's they are a person inside the app.
 */
export const previewAgents: readonly RegExp[] = [
  /facebookexternalhit|facebookcatalog|Facebot|meta-externalfetcher/i,
  /Google-PageRenderer/i,
  /^WhatsApp\/[\w. ]+$/i,
  /^Viber(\/[\w. ]+)?$/i,
  /TelegramBot/i,
  /Slackbot/i,
  /Discordbot/i,
  /SkypeUriPreview|MicrosoftPreview/i,
  /Snap URL Preview|SnapchatAds/i,
  /LinkedInBot/i,
  /Twitterbot/i,
  /Pinterestbot|^Pinterest\/0/i,
  /redditbot/i,
  /kakaotalk-scrap/i,
  /Iframely|Embedly/i,
];

/** Programs, libraries and systems that fetch without a browser. All are anchored: `okhttp` inside a browser's agent is an app's tail. */
export const programAgents: readonly RegExp[] = [
  /^Dalvik\//i,
  /^okhttp\b/i,
  /^[^ ]+ CFNetwork\/.*Darwin\//i,
  /^(curl|wget|libcurl|lwp-|libwww-perl|axios|node-fetch|node|undici|got|superagent|request)\b/i,
  /^(python|aiohttp|httpx|scrapy|urllib|requests)/i,
  /^(Go-http-client|Go |fasthttp|resty)/i,
  /^(Java|Apache-HttpClient|Jersey|Jakarta|unirest|ReactorNetty|AHC)\b/i,
  /^(Ruby|Faraday|HTTPie|PostmanRuntime|insomnia|PHP|GuzzleHttp|Symfony)\b/i,
  /^(Dart|reqwest|hyper|ureq|WinHTTP|Microsoft-WinHttp|PowerShell|Microsoft Office)\b/i,
  /^Mozilla\/[45]\.0$/i,
  /^Mozilla\/5\.0 \(compatible; ZmEu\)/i,
];

/** Machines that isbot does not know: scanners of mail filters and page testers that look like a whole browser else. */
export const scannerAgents: readonly RegExp[] = [
  /Barracuda(Central| Sentinel)/i,
  /Proofpoint|Mimecast|urldefense|SafeLinks/i,
  /HeadlessChrome|PhantomJS|Puppeteer|Playwright|Selenium/i,
  /GTmetrix|YLT Chrome|Miniature\.io\//i,
  /TSM-turingos/i,
];
