/**
 * What samples are redacted of when nobody says otherwise, beside secrets: what pays, and what proves who somebody is. Not
 * names, addresses, telephone numbers and e-mail addresses: without them hardly a sample would be left to test with.
 */
export const USUAL_PLACES: readonly string[] = [
  // Cards: their number, their codes, and what is on the stripe.
  ...[
    'card_number',
    'card_no',
    'card_num',
    'credit_card',
    'credit_card_number',
    'credit_card_no',
    'debit_card',
  ],
  ...['debit_card_number', 'payment_card_number', 'cc', 'cc_number', 'cc_no', 'cc_num', 'pan', 'card_pan'],
  ...[
    'primary_account_number',
    'cvv',
    'cvv2',
    'cvc',
    'cvc2',
    'csc',
    'cc_cvv',
    'cc_cvc',
    'card_cvv',
    'card_cvc',
  ],
  ...['card_code', 'card_pin', 'security_code', 'card_security_code', 'card_verification_value'],
  ...['card_verification_code', 'track_data', 'track1_data', 'track2_data', 'magstripe'],
  // Bank accounts.
  ...['iban', 'bank_account', 'bank_account_number', 'bank_account_no', 'routing_number', 'sort_code'],
  // What a state knows somebody by.
  ...['ssn', 'ssn_last_4', 'ssn_last4', 'social_security', 'social_security_number', 'social_security_no'],
  ...['social_insurance_number', 'national_id', 'national_id_number', 'national_identification_number'],
  ...[
    'national_insurance_number',
    'nino',
    'personal_identity_number',
    'personnummer',
    'tax_id',
    'taxpayer_id',
  ],
  ...['tax_number', 'itin', 'cpf', 'codice_fiscale', 'aadhaar', 'aadhaar_number', 'id_card_number'],
  ...[
    'identity_card_number',
    'passport',
    'passport_number',
    'passport_no',
    'driver_license',
    'drivers_license',
  ],
  ...['driver_license_number', 'drivers_license_number', 'driving_licence', 'driving_licence_number'],
  // Birth, and what people are asked on the telephone.
  ...['date_of_birth', 'birth_date', 'birthday', 'dob', 'mothers_maiden_name', 'security_answer'],
];
