-- Taxes as dated data: a rate is added and ended, never changed, so that a document of the past keeps its tax.
create table tax (
    key         text primary key check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
    kind        text not null check (kind in ('IVA', 'IGIC', 'IPSI', 'OTHER', 'EXEMPT', 'NOT_SUBJECT', 'REVERSE_CHARGE',
                                              'WITHHOLDING')),
    label       jsonb not null,
    reason      text,
    source      text not null,
    position    int not null
);
comment on column tax.reason is 'why nothing is charged, as invoices tell it: E1 to E8, N1, N2, S2';

create table tax_rate (
    id          bigint generated always as identity primary key,
    tax_key     text not null references tax (key),
    percent     numeric(7, 4) not null check (percent between 0 and 100),
    surcharge   numeric(7, 4) check (surcharge between 0 and 100),
    valid_from  date not null,
    valid_to    date,
    source      text not null,
    constraint tax_rate_ends_after_it_begins check (valid_to is null or valid_to >= valid_from),
    unique (tax_key, valid_from)
);
comment on column tax_rate.surcharge is 'equivalence surcharge (recargo de equivalencia) that goes with this rate';

insert into tax (key, kind, label, reason, source, position) values
    ('iva_general', 'IVA', '{"es": "IVA general", "en": "VAT, standard"}', null, 'LIVA art. 90', 10),
    ('iva_reduced', 'IVA', '{"es": "IVA reducido", "en": "VAT, reduced"}', null, 'LIVA art. 91.Uno', 20),
    ('iva_super_reduced', 'IVA', '{"es": "IVA superreducido", "en": "VAT, super-reduced"}', null, 'LIVA art. 91.Dos', 30),
    ('iva_tobacco', 'IVA', '{"es": "IVA del tabaco", "en": "VAT on tobacco"}', null, 'LIVA art. 90 y 161', 40),
    ('igic_zero', 'IGIC', '{"es": "IGIC tipo cero", "en": "IGIC, zero"}', null, 'Ley 4/2012 de Canarias, art. 52', 50),
    ('igic_reduced', 'IGIC', '{"es": "IGIC reducido", "en": "IGIC, reduced"}', null, 'Ley 4/2012 de Canarias, art. 54', 60),
    ('igic_general', 'IGIC', '{"es": "IGIC general", "en": "IGIC, standard"}', null, 'Ley 4/2012 de Canarias, art. 51', 70),
    ('igic_increased', 'IGIC', '{"es": "IGIC incrementado", "en": "IGIC, increased"}', null, 'Ley 4/2012 de Canarias, art. 55', 80),
    ('igic_increased_15', 'IGIC', '{"es": "IGIC incrementado alto", "en": "IGIC, higher"}', null, 'Ley 4/2012 de Canarias, art. 56', 90),
    ('igic_special', 'IGIC', '{"es": "IGIC especial", "en": "IGIC, special"}', null, 'Ley 4/2012 de Canarias, art. 61', 100),
    ('ipsi_05', 'IPSI', '{"es": "IPSI mínimo", "en": "IPSI, minimum"}', null, 'Ley 8/1991 y ordenanzas de Ceuta y Melilla', 110),
    ('ipsi_1', 'IPSI', '{"es": "IPSI tipo 2", "en": "IPSI, rate 2"}', null, 'Ley 8/1991 y ordenanzas de Ceuta y Melilla', 120),
    ('ipsi_2', 'IPSI', '{"es": "IPSI tipo 3", "en": "IPSI, rate 3"}', null, 'Ley 8/1991 y ordenanzas de Ceuta y Melilla', 130),
    ('ipsi_4', 'IPSI', '{"es": "IPSI tipo 4", "en": "IPSI, rate 4"}', null, 'Ley 8/1991 y ordenanzas de Ceuta y Melilla', 140),
    ('ipsi_8', 'IPSI', '{"es": "IPSI tipo 5", "en": "IPSI, rate 5"}', null, 'Ley 8/1991 y ordenanzas de Ceuta y Melilla', 150),
    ('ipsi_10', 'IPSI', '{"es": "IPSI máximo", "en": "IPSI, maximum"}', null, 'Ley 8/1991 y ordenanzas de Ceuta y Melilla', 160),
    ('exempt_e1', 'EXEMPT', '{"es": "Exento, art. 20", "en": "Exempt, art. 20"}', 'E1', 'LIVA art. 20', 200),
    ('exempt_e2', 'EXEMPT', '{"es": "Exento, exportación (art. 21)", "en": "Exempt, export (art. 21)"}', 'E2', 'LIVA art. 21', 210),
    ('exempt_e3', 'EXEMPT', '{"es": "Exento, asimilado a exportación (art. 22)", "en": "Exempt, treated as export (art. 22)"}', 'E3', 'LIVA art. 22', 220),
    ('exempt_e4', 'EXEMPT', '{"es": "Exento, zonas francas y regímenes aduaneros (art. 23 y 24)", "en": "Exempt, free zones and customs regimes (art. 23, 24)"}', 'E4', 'LIVA art. 23 y 24', 230),
    ('exempt_e5', 'EXEMPT', '{"es": "Exento, entrega intracomunitaria (art. 25)", "en": "Exempt, intra-EU supply (art. 25)"}', 'E5', 'LIVA art. 25', 240),
    ('exempt_e6', 'EXEMPT', '{"es": "Exento por otra causa", "en": "Exempt for another reason"}', 'E6', 'LIVA', 250),
    ('reverse_charge', 'REVERSE_CHARGE', '{"es": "Inversión del sujeto pasivo", "en": "Reverse charge"}', 'S2', 'LIVA art. 84.Uno.2.º', 300),
    ('not_subject_n1', 'NOT_SUBJECT', '{"es": "No sujeto (art. 7 y 14)", "en": "Not subject (art. 7, 14)"}', 'N1', 'LIVA art. 7 y 14', 310),
    ('not_subject_n2', 'NOT_SUBJECT', '{"es": "No sujeto por localización", "en": "Not subject by place of supply"}', 'N2', 'LIVA art. 69 y 70', 320),
    ('irpf_professional', 'WITHHOLDING', '{"es": "IRPF de profesionales", "en": "Withholding, professionals"}', null, 'RIRPF art. 95.1', 400),
    ('irpf_new_professional', 'WITHHOLDING', '{"es": "IRPF de profesionales que empiezan", "en": "Withholding, new professionals"}', null, 'RIRPF art. 95.1', 410),
    ('irpf_rent', 'WITHHOLDING', '{"es": "IRPF de alquileres", "en": "Withholding, rent"}', null, 'RIRPF art. 100', 420),
    ('irpf_farming', 'WITHHOLDING', '{"es": "IRPF de actividades agrícolas", "en": "Withholding, farming"}', null, 'RIRPF art. 95.4', 430),
    ('irpf_fattening', 'WITHHOLDING', '{"es": "IRPF de engorde de porcino y avicultura", "en": "Withholding, pigs and poultry"}', null, 'RIRPF art. 95.4', 440);

insert into tax_rate (tax_key, percent, surcharge, valid_from, valid_to, source) values
    ('iva_general', 16, 4, '1995-01-01', '2010-06-30', 'Ley 41/1994'),
    ('iva_general', 18, 4, '2010-07-01', '2012-08-31', 'Ley 26/2009'),
    ('iva_general', 21, 5.2, '2012-09-01', null, 'RDL 20/2012'),
    ('iva_reduced', 7, 1, '1995-01-01', '2010-06-30', 'Ley 41/1994'),
    ('iva_reduced', 8, 1, '2010-07-01', '2012-08-31', 'Ley 26/2009'),
    ('iva_reduced', 10, 1.4, '2012-09-01', null, 'RDL 20/2012'),
    ('iva_super_reduced', 4, 0.5, '1995-01-01', null, 'Ley 41/1994'),
    ('iva_tobacco', 21, 1.75, '2012-09-01', null, 'RDL 20/2012'),
    ('igic_zero', 0, null, '2020-01-01', null, 'Ley 19/2019 de Canarias'),
    ('igic_reduced', 3, null, '2020-01-01', null, 'Ley 19/2019 de Canarias'),
    ('igic_general', 7, null, '2020-01-01', null, 'Ley 19/2019 de Canarias'),
    ('igic_increased', 9.5, null, '2020-01-01', null, 'Ley 19/2019 de Canarias'),
    ('igic_increased_15', 15, null, '2020-01-01', null, 'Ley 19/2019 de Canarias'),
    ('igic_special', 20, null, '2020-01-01', null, 'Ley 19/2019 de Canarias'),
    ('ipsi_05', 0.5, null, '2000-01-01', null, 'Ley 8/1991'),
    ('ipsi_1', 1, null, '2000-01-01', null, 'Ley 8/1991'),
    ('ipsi_2', 2, null, '2000-01-01', null, 'Ley 8/1991'),
    ('ipsi_4', 4, null, '2000-01-01', null, 'Ley 8/1991'),
    ('ipsi_8', 8, null, '2000-01-01', null, 'Ley 8/1991'),
    ('ipsi_10', 10, null, '2000-01-01', null, 'Ley 8/1991'),
    ('irpf_professional', 15, null, '2015-07-12', null, 'RDL 9/2015'),
    ('irpf_new_professional', 7, null, '2015-07-12', null, 'RDL 9/2015'),
    ('irpf_rent', 19, null, '2016-01-01', null, 'Ley 26/2014'),
    ('irpf_farming', 2, null, '2007-04-01', null, 'RD 439/2007'),
    ('irpf_fattening', 1, null, '2007-04-01', null, 'RD 439/2007');
insert into tax_rate (tax_key, percent, surcharge, valid_from, valid_to, source)
    select key, 0, null, '1993-01-01', null, source from tax where kind in ('EXEMPT', 'REVERSE_CHARGE', 'NOT_SUBJECT');

select audit_table('tax', 'tax', 'key');
select audit_table('tax_rate', 'tax_rate', 'tax_key');
