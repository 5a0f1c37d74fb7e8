-- Who calls or writes is recognised by any number and address, also of a person at the client.
create index client_other_phones on client using gin (other_phones) where other_phones <> '{}';
create index client_other_emails on client using gin (other_emails) where other_emails <> '{}';
create index contact_person_phones on contact_person using gin (phones) where phones <> '{}';
create index contact_person_emails on contact_person using gin (emails) where emails <> '{}';
