//! A small validator of JSON Schema: the keywords that the schema of the report uses. An unknown
//! keyword is a panic, so that nothing is passed over.

use serde_json::Value;

/// Everything in `value` that the schema does not allow, with its path.
pub(crate) fn violations(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Validator { root: schema }.check(schema, value, "$", &mut found);
    found
}

struct Validator<'a> {
    root: &'a Value,
}

impl Validator<'_> {
    fn check(&self, schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
        let Some(keywords) = schema.as_object() else {
            return assert_eq!(schema, &Value::Bool(true), "a schema at {path}");
        };
        for (keyword, argument) in keywords {
            if !self.holds(keyword, argument, schema, value, path, found) {
                found.push(format!(
                    "{path}: {keyword} {argument} does not hold for {value}"
                ));
            }
        }
    }

    fn holds(
        &self,
        keyword: &str,
        argument: &Value,
        schema: &Value,
        value: &Value,
        path: &str,
        found: &mut Vec<String>,
    ) -> bool {
        match keyword {
            "$schema" | "$defs" | "title" | "description" | "format" | "default" => true,
            "type" => list(argument).iter().any(|name| has_type(name, value)),
            "enum" => argument.as_array().unwrap().contains(value),
            "const" => argument == value,
            "minimum" => value
                .as_f64()
                .is_none_or(|number| number >= argument.as_f64().unwrap()),
            "maximum" => value
                .as_f64()
                .is_none_or(|number| number <= argument.as_f64().unwrap()),
            "required" => list(argument).iter().all(|name| value.get(name).is_some()),
            "anyOf" | "oneOf" => argument
                .as_array()
                .unwrap()
                .iter()
                .any(|one| self.allows(one, value)),
            "$ref" => {
                self.check(self.resolve(argument.as_str().unwrap()), value, path, found);
                true
            }
            "properties" => {
                for (name, one) in argument.as_object().unwrap() {
                    value
                        .get(name)
                        .into_iter()
                        .for_each(|v| self.check(one, v, &format!("{path}.{name}"), found));
                }
                true
            }
            "items" => {
                for (index, one) in value.as_array().into_iter().flatten().enumerate() {
                    self.check(argument, one, &format!("{path}[{index}]"), found);
                }
                true
            }
            "additionalProperties" => {
                let known = |name: &str| {
                    schema
                        .get("properties")
                        .is_some_and(|all| all.get(name).is_some())
                };
                for (name, one) in value
                    .as_object()
                    .into_iter()
                    .flatten()
                    .filter(|(name, _)| !known(name))
                {
                    self.check(argument, one, &format!("{path}.{name}"), found);
                }
                true
            }
            other => panic!("the validator does not know the keyword {other} at {path}"),
        }
    }

    fn allows(&self, schema: &Value, value: &Value) -> bool {
        let mut found = Vec::new();
        self.check(schema, value, "$", &mut found);
        found.is_empty()
    }

    fn resolve(&self, reference: &str) -> &Value {
        let pointer = reference
            .strip_prefix('#')
            .expect("a reference inside of the document");
        self.root
            .pointer(pointer)
            .unwrap_or_else(|| panic!("{reference} leads nowhere"))
    }
}

fn list(argument: &Value) -> Vec<&str> {
    match argument {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().map(|one| one.as_str().unwrap()).collect(),
        other => panic!("neither a name nor names: {other}"),
    }
}

fn has_type(name: &str, value: &Value) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("there is no type {other}"),
    }
}

#[test]
fn the_validator_finds_what_is_wrong() {
    let schema = serde_json::json!({
        "type": "object", "required": ["a"],
        "properties": {"a": {"type": ["integer", "null"]}, "b": {"type": "array", "items": {"enum": ["x"]}}}
    });
    let check = |value: Value| violations(&schema, &value).len();
    assert_eq!(check(serde_json::json!({"a": 1, "b": ["x"]})), 0);
    assert_eq!(check(serde_json::json!({"a": null})), 0);
    assert_eq!(check(serde_json::json!({"a": "1"})), 1);
    assert_eq!(check(serde_json::json!({"b": ["y", "z"]})), 3);
    assert_eq!(check(serde_json::json!([])), 2);
}
