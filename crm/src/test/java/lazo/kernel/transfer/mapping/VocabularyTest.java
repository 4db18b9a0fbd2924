package lazo.kernel.transfer.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lazo.kernel.transfer.Samples;
import lazo.kernel.transfer.profile.ColumnProfile;
import lazo.kernel.transfer.profile.Conventions;
import lazo.kernel.transfer.profile.FileProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VocabularyTest {
    private final Vocabulary vocabulary = Vocabulary.load();

    @TempDir
    Path folder;

    @ParameterizedTest
    @Tag("SYS-01")
    @Tag("SYS-02")
    @Tag("SYS-04")
    @Tag("SYS-05")
    @CsvSource(
            delimiter = '|',
            value = {
                "hubspot|contact|Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Associated Company",
                "hubspot|account|Record ID,Company name,Company owner,Create Date,Phone Number,City,Country/Region,Industry",
                "hubspot|opportunity|Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Pipeline",
                "salesforce|account|Id,IsDeleted,Name,Type,BillingStreet,BillingCity,BillingPostalCode,Phone,Website,OwnerId",
                "salesforce|contact|Id,AccountId,LastName,FirstName,MailingCity,Phone,MobilePhone,Email,Title,LeadSource",
                "salesforce|lead|Id,LastName,FirstName,Company,Phone,Email,LeadSource,Status,IsConverted,OwnerId",
                "salesforce|opportunity|Id,AccountId,Name,StageName,Amount,Probability,CloseDate,Type,NextStep,LeadSource,IsWon",
                "salesforce|lead|First Name,Last Name,Title,Company / Account,Lead Source,Email,Lead Owner",
                "zoho|account|Record Id,Account Owner.id,Account Owner,Account Name,Phone,Website,Industry,Billing Code",
                "zoho|contact|Record Id,Contact Owner.id,Contact Owner,Lead Source,First Name,Last Name,Account Name,Email,Mailing Zip",
                "zoho|opportunity|Record Id,Deal Owner.id,Deal Owner,Amount,Deal Name,Closing Date,Account Name,Stage,Probability (%)",
                "zoho|activity|Record Id,Call Owner.id,Call Owner,Subject,Call Type,Call Start Time,Call Result",
                "sugar|account|ID,Name,Website,Email Address,Office Phone,Billing Street,Billing Postal Code,Industry,Assigned to",
                "sugar|contact|first_name,last_name,id,title,account_name,email_address,phone_mobile,phone_work,primary_address_city",
                "sugar|opportunity|id,name,account_name,amount,date_closed,sales_stage,probability,assigned_user_name",
            })
    void exports_of_other_systems_are_recognised(String system, String object, String headers) {
        Origin origin = vocabulary.recognise(Arrays.asList(headers.split(","))).orElseThrow();
        assertThat(origin.system()).isEqualTo(system);
        assertThat(origin.object()).isEqualTo(object);
    }

    @Test
    void an_ordinary_spreadsheet_is_no_export() {
        assertThat(vocabulary.recognise(List.of("Name", "Email", "Phone", "City")))
                .isEmpty();
        assertThat(vocabulary.recognise(List.of("Nombre", "Apellidos", "Correo")))
                .isEmpty();
    }

    @Test
    @Tag("FEA-03")
    void spanish_and_english_names_find_their_fields() throws IOException {
        assertThat(guess("contact", """
                NOMBRE;Apellidos;E-mail;Teléfono móvil;Tfno.;Empresa;Cod_Postal;población;Fecha de nacimiento;Observaciones;Talla
                Ana;Peña;ana@uno.example;600111222;912345678;Uno SL;28013;Madrid;31/12/1980;nada;M
                Eva;Ruiz;eva@uno.example;600111223;912345679;Dos SL;28014;Getafe;30/12/1980;algo;L
                """))
                .isEqualTo(Map.of(
                        "NOMBRE", "first_name",
                        "Apellidos", "last_name",
                        "E-mail", "email",
                        "Teléfono móvil", "mobile",
                        "Tfno.", "phone",
                        "Empresa", "account",
                        "Cod_Postal", "address.postcode",
                        "población", "address.city",
                        "Fecha de nacimiento", "birthday",
                        "Observaciones", "description"));
        assertThat(guess("account", """
                Customer;VAT Number;Website;No. of employees;Annual revenue;Account manager
                Uno SL;B12345674;www.uno.example;12;1,200.50;Luis
                Dos SL;B12345675;www.dos.example;15;1,300.50;Eva
                """))
                .isEqualTo(Map.of(
                        "Customer", "name",
                        "VAT Number", "tax_id",
                        "Website", "website",
                        "No. of employees", "employees",
                        "Annual revenue", "annual_revenue",
                        "Account manager", "owner"));
    }

    @Test
    void a_name_alone_is_the_whole_name() throws IOException {
        assertThat(guess("contact", "Nombre;Correo\nAna Peña;ana@uno.example\nEva Ruiz;eva@uno.example\n"))
                .isEqualTo(Map.of("Nombre", "name", "Correo", "email"));
    }

    @Test
    void a_column_of_addresses_is_found_whatever_it_is_called() throws IOException {
        assertThat(guess("contact", "x1;x2\nana@uno.example;b\neva@uno.example;c\n"))
                .isEqualTo(Map.of("x1", "email"));
    }

    @Test
    void a_word_in_a_header_does_not_make_figures_a_telephone_number() throws IOException {
        assertThat(guess("contact", "customerID;phone_service\nC-1;0\nC-2;1\nC-3;7\n"))
                .doesNotContainKey("phone_service");
    }

    @Test
    void the_kind_of_record_is_judged_from_the_columns() throws IOException {
        assertThat(
                        object(
                                "Etapa;Importe;Fecha de cierre;Empresa\nNueva;12,5;31/12/2025;Uno\nNueva;13,5;30/12/2025;Dos\n"))
                .contains("opportunity");
        assertThat(object("Razón social;CIF;Sector;Empleados\nUno SL;B1;Comercio;12\nDos SL;B2;Banca;13\n"))
                .contains("account");
        assertThat(object("Nombre;Apellidos;Cargo;Correo\nAna;Peña;Jefa;a@uno.example\nEva;Ruiz;Jefa;b@uno.example\n"))
                .contains("contact");
    }

    private java.util.Optional<String> object(String text) throws IOException {
        return vocabulary.object("datos", columns(text));
    }

    private Map<String, String> guess(String object, String text) throws IOException {
        List<ColumnProfile> columns = columns(text);
        Map<Integer, String> headers = columns.stream()
                .collect(Collectors.toMap(
                        column -> column.column().position(),
                        column -> column.column().header()));
        Map<String, String> guesses = new TreeMap<>();
        for (Guess guess : vocabulary.guess(object, columns, List.of())) {
            guesses.put(headers.get(guess.position()), guess.field());
        }
        return guesses;
    }

    private List<ColumnProfile> columns(String text) throws IOException {
        return FileProfile.of(Samples.file(folder, text), Conventions.of(Locale.of("es")), read -> {})
                .columns();
    }
}
