//! What is exported, as text for review: one line an item, sorted by name. An item without documentation is an error.

use uniffi_bindgen::ComponentInterface;
use uniffi_bindgen::interface::{Argument, Callable, Field, Type};

/// The snapshot's first lines.
const HEAD: &str = "\
# What sotto-uniffi exports to Kotlin and Swift. Made by `cargo xtask bindings --accept`: review each change of it.
";

/// Lists everything that these interfaces export.
///
/// # Errors
/// Names what has no documentation.
pub(crate) fn describe(interfaces: &[ComponentInterface]) -> Result<String, String> {
    let mut api = Api::default();
    for interface in interfaces {
        api.interface(interface);
    }
    if !api.undocumented.is_empty() {
        return Err(format!(
            "these exported items have no documentation: {}",
            api.undocumented.join(", ")
        ));
    }
    api.blocks.sort();
    Ok(HEAD.to_owned() + &api.blocks.concat())
}

#[derive(Default)]
struct Api {
    blocks: Vec<String>,
    undocumented: Vec<String>,
}

impl Api {
    fn interface(&mut self, interface: &ComponentInterface) {
        for function in interface.function_definitions() {
            self.documented(function.name(), function.docstring());
            self.blocks
                .push(format!("\n{}\n", call(function.name(), function)));
        }
        for object in interface.object_definitions() {
            let kind = if object.has_callback_interface() {
                "trait of the shell"
            } else {
                "object"
            };
            let mut lines = vec![self.head(object.name(), kind, object.docstring())];
            for constructor in object.constructors() {
                let name = constructor.name();
                self.documented(
                    &format!("{}.{name}", object.name()),
                    constructor.docstring(),
                );
                lines.push(call(&format!("static {name}"), constructor));
            }
            for method in object.methods() {
                let name = method.name();
                self.documented(&format!("{}.{name}", object.name()), method.docstring());
                lines.push(call(name, method));
            }
            self.block(lines);
        }
        for record in interface.record_definitions() {
            let mut lines = vec![self.head(record.name(), "record", record.docstring())];
            for field in record.fields() {
                self.documented(
                    &format!("{}.{}", record.name(), field.name()),
                    field.docstring(),
                );
                lines.push(self::field(field));
            }
            self.block(lines);
        }
        for choice in interface.enum_definitions() {
            let error = interface.is_name_used_as_error(choice.name());
            let kind = if error { "error" } else { "enum" };
            let mut lines = vec![self.head(choice.name(), kind, choice.docstring())];
            for variant in choice.variants() {
                let name = format!("{}.{}", choice.name(), variant.name());
                self.documented(&name, variant.docstring());
                let fields: Vec<String> = variant.fields().iter().map(field).collect();
                lines.push(if fields.is_empty() {
                    variant.name().to_owned()
                } else {
                    format!("{} {{ {} }}", variant.name(), fields.join(", "))
                });
            }
            self.block(lines);
        }
    }

    fn head(&mut self, name: &str, kind: &str, documentation: Option<&str>) -> String {
        self.documented(name, documentation);
        format!("{name}: {kind}")
    }

    fn documented(&mut self, name: &str, documentation: Option<&str>) {
        if documentation.is_none_or(|text| text.trim().is_empty()) {
            self.undocumented.push(name.to_owned());
        }
    }

    fn block(&mut self, lines: Vec<String>) {
        self.blocks.push(format!("\n{}\n", lines.join("\n    ")));
    }
}

fn field(field: &Field) -> String {
    format!("{}: {}", field.name(), named(&type_of(field)))
}

fn call(name: &str, call: &dyn Callable) -> String {
    let arguments: Vec<String> = call.arguments().into_iter().map(argument).collect();
    let wait = if call.is_async() { "async " } else { "" };
    let gives = call
        .return_type()
        .map_or(String::new(), |kind| format!(" -> {}", named(kind)));
    let throws = call
        .throws_type()
        .map_or(String::new(), |kind| format!(" throws {}", named(kind)));
    format!("{wait}{name}({}){gives}{throws}", arguments.join(", "))
}

fn argument(argument: &Argument) -> String {
    let by = if argument.is_borrowed_bytes() {
        "&"
    } else {
        ""
    };
    format!("{}: {by}{}", argument.name(), named(&type_of(argument)))
}

fn type_of(item: &impl uniffi_bindgen::interface::AsType) -> Type {
    item.as_type()
}

fn named(kind: &Type) -> String {
    match kind {
        Type::Object { name, .. }
        | Type::Record { name, .. }
        | Type::Enum { name, .. }
        | Type::CallbackInterface { name, .. }
        | Type::Custom { name, .. } => name.clone(),
        Type::Optional { inner_type } => format!("{}?", named(inner_type)),
        Type::Sequence { inner_type } => format!("[{}]", named(inner_type)),
        other => format!("{other:?}").to_lowercase(),
    }
}
