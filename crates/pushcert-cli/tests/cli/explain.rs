//! `pushcert explain`.

use crate::support::run;

fn codes(text: &str) -> Vec<String> {
    let words = text
        .split_whitespace()
        .filter(|word| word.len() == 7 && word.starts_with("APNS"));
    words.map(str::to_owned).collect()
}

#[test]
fn the_list_is_in_order_and_complete() {
    let list = run(&["explain"]).code(0).stdout;
    let codes = codes(&list);
    assert!(codes.len() > 30, "{codes:?}");
    assert!(codes.is_sorted(), "{codes:?}");
    let schema_of_rules: Vec<String> = pushcert::diagnostics::rules::ALL
        .iter()
        .map(|rule| rule.code.to_string())
        .collect();
    assert_eq!(codes, schema_of_rules);
}

#[test]
fn s0_11_every_diagnostic_has_instructions() {
    for rule in pushcert::diagnostics::rules::ALL {
        let page = run(&["explain", &rule.code.to_string()]).code(0).stdout;
        for part in [
            "What happened",
            "Why it matters",
            "How to fix",
            "Sources",
            rule.name,
        ] {
            assert!(page.contains(part), "{} lacks '{part}':\n{page}", rule.code);
        }
        assert!(
            page.lines().all(|line| line.chars().count() <= 200),
            "{page}"
        );
    }
}

#[test]
fn a_name_and_any_spelling_of_the_code_will_do() {
    let page = run(&["explain", "APNS201"]).code(0).stdout;
    for spelling in ["apns201", "201", "certificate-expired"] {
        assert_eq!(
            run(&["explain", spelling]).code(0).stdout,
            page,
            "{spelling}"
        );
    }
}

#[test]
fn the_text_of_an_error_message_finds_its_diagnostic() {
    for symptom in [
        "RC2-40-CBC",
        "error: Algorithm RC2-40-CBC : 0, unsupported",
        "sslv3 alert certificate expired",
    ] {
        let found = run(&["explain", symptom]).code(0).stdout;
        assert!(found.contains("APNS"), "{symptom}: {found}");
    }
    // As a shell gives it without quotes.
    let words = run(&["explain", "sslv3", "alert", "certificate", "expired"]).code(0);
    assert!(
        words.stdout.contains("certificate-expired"),
        "{}",
        words.stdout
    );
    let unknown = run(&["explain", "\u{1b}[31mxyzzy"]).code(2);
    assert!(
        unknown.stderr.contains("\\u{1b}[31mxyzzy"),
        "{}",
        unknown.stderr
    );
}
