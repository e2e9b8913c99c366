import { importFields, type ImportField } from '@sms-crm/contracts/imports';

/** Headers as people write them (lower case, letters and digits only), in English and a few common languages. */
const headerWords: Record<ImportField, string> = {
  phone:
    'phone phonenumber phoneno phonenr mobile mobilephone mobilenumber mobileno cell cellphone cellnumber cellular tel telephone telephonenumber ' +
    'contactnumber smsnumber msisdn whatsapp number phone1 mobile1 telefono celular movil numerodetelefono telephoneportable portable numerodetelephone ' +
    'telefon telefonnummer handy handynummer mobil mobilnummer mobiltelefon telefone cellulare numeroditelefono telefoon telefoonnummer mobiel komorka ' +
    'numertelefonu telefonnummer 电话 手机 手机号 電話番号 携帯電話 телефон',
  firstName:
    'firstname first fname givenname given forename christianname nombre primernombre prenom vorname nome primeironome voornaam imie 名',
  lastName:
    'lastname last lname surname familyname family secondname apellido apellidos nomdefamille nachname familienname sobrenome cognome achternaam nazwisko 姓',
  fullName:
    'name fullname customername contactname customer contact clientname nombrecompleto nomcomplet nomecompleto vollstandigername naam 姓名 氏名',
  email:
    'email emailaddress mail mailaddress emailid correo correoelectronico courriel adresseemail emailadresse indirizzoemail adresemail 邮箱 メール',
  city: 'city town cityname ciudad ville stadt ort wohnort cidade citta comune stad plaats miasto 城市 市',
  region:
    'state region province county stateprovince statecode estado provincia etat bundesland provincie wojewodztwo 省',
  postalCode:
    'zip zipcode postalcode postcode zippostalcode zippostal codigopostal cp codepostal postleitzahl plz cep cap kodpocztowy 邮编 郵便番号',
  timeZone:
    'timezone tz zone ianatimezone zonahoraria fuseauhoraire zeitzone fusohorario fusoorario tijdzone',
  optedInAt:
    'optedinat optedin optedinon optin optinat optindate optintime optintimestamp optinon optedindate consent consentat consentdate consentgivenat ' +
    'dateofconsent consenttimestamp agreedat agreedon subscribed subscribedat subscribedon subscribeddate subscriptiondate smsconsentat smsconsentdate ' +
    'smsoptin smsoptindate fechadeconsentimiento fechadealta dateconsentement datedeconsentement einwilligung einwilligungsdatum einwilligungam ' +
    'datadeconsentimento datadiconsenso toestemmingsdatum datazgody',
  tags: 'tags tag labels label groups group lists list segment segments etiquetas etiquettes schlagworte etiquetten tagi',
};

const fieldOfHeader = new Map<string, ImportField>(
  importFields.flatMap((field) =>
    headerWords[field].split(' ').map((word): [string, ImportField] => [word, field]),
  ),
);

/** The field a header names, if it is one of the known words. */
export function fieldOf(header: string): ImportField | undefined {
  return fieldOfHeader.get(plain(header).replace(/[^\p{L}\p{N}]+/gu, ''));
}

/** Lower case without accents. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
