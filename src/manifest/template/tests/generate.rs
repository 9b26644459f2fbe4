//! What it is for: the generator's expressions, class by class.
//! In: expressions, bytes that count up. Out: pass or fail. Never: a value by chance.

use super::super::{Expression, ExpressionError};
use super::*;

/// All characters that a class of the expression can give.
fn letters(expression: &str) -> Result<String, ExpressionError> {
    let parsed = Expression::parse(expression)?;
    let mut found: Vec<char> = Vec::new();
    let mut random = counting();
    for _ in 0..300 {
        found.extend(parsed.generate(&mut random)?.chars());
    }
    found.sort_unstable();
    found.dedup();
    Ok(found.into_iter().collect())
}

#[test]
fn classes_give_all_their_characters_and_no_others() {
    for (expression, wanted) in [
        ("[a-f]{1}", "abcdef"),
        ("[a-c0-2]{9}", "012abc"),
        ("[0-1]{8}", "01"),
        ("[9-9]{3}", "9"),
        (r"[\d]{2}", "0123456789"),
        (r"[\w]{2}", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"),
        (r"[\a]{2}", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
        (r"[\A]{2}", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
        (r"[\dx-z]{2}", "0123456789xyz"),
        ("[z-B]{2}", "ABz"),
        ("[a-ca-c]{2}", "abc"),
    ] {
        assert_eq!(letters(expression).as_deref(), Ok(wanted), "{expression}");
    }
}

#[test]
fn text_around_classes_stays() {
    let made = |expression: &str| {
        Expression::parse(expression).and_then(|expression| expression.generate(&mut counting()))
    };
    for (expression, wanted) in [
        ("user", "user"),
        ("", ""),
        ("[a-a]{3}", "aaa"),
        ("u-[a-a]{3}-[b-b]{2}!", "u-aaa-bb!"),
        ("[a-c]", "[a-c]"),
        ("[a-c]{}", "[a-c]{}"),
        ("[a-c]{x}", "[a-c]{x}"),
        ("[a c]{3}", "[a c]{3}"),
        ("[]{3}", "[]{3}"),
        ("[[a-a]{3}]", "[aaa]"),
        ("[GET:http://host/x]", "[GET:http://host/x]"),
        ("a]b[c", "a]b[c"),
    ] {
        assert_eq!(made(expression).as_deref(), Ok(wanted), "{expression}");
    }
    assert_eq!(made("[a-z]{255}").unwrap().len(), 255);
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let class = |class: &str| ExpressionError::Class { class: class.to_owned() };
    let range = |range: &str| ExpressionError::Range { range: range.to_owned() };
    let count = |count: &str| ExpressionError::Count { count: count.to_owned() };
    for (expression, wanted) in [
        ("[abc]{6}", class("[abc]")),
        ("[abc0-9]{6}", class("[abc0-9]")),
        ("[a-]{6}", class("[a-]")),
        (r"[\q]{6}", class(r"[\q]")),
        (r"[a-\d]{6}", class(r"[a-\d]")),
        ("[z-a]{6}", range("z-a")),
        ("[Z-a]{6}", range("Z-a")),
        ("[9-a]{6}", range("9-a")),
        ("[a-z]{0}", count("0")),
        ("[a-z]{256}", count("256")),
        ("[a-z]{99999999999999999999}", count("99999999999999999999")),
    ] {
        assert_eq!(Expression::parse(expression), Err(wanted), "{expression}");
    }
    let expression = Expression::parse("[a-z]{6}").unwrap();
    assert_eq!(expression.generate(&mut |_| false), Err(ExpressionError::NoRandom));
    let for_ever_the_same = &mut |bytes: &mut [u8]| {
        bytes.fill(255);
        true
    };
    assert_eq!(expression.generate(for_ever_the_same), Err(ExpressionError::NoRandom));
}

#[test]
fn an_expression_that_fails_names_its_parameter() {
    let text = "apiVersion: v1\nkind: Template\nparameters:\n- {name: P, generate: expression, from: '[z-a]{3}'}\n\
                objects:\n- {apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {p: '${P}'}}\n";
    let error = processed(text, &BTreeMap::new()).unwrap_err();
    assert_eq!(error, "P: `z-a` runs backwards; the order is a to z, A to Z, 0 to 9");
}
