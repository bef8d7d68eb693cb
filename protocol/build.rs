//! Compiles the messages with protox, so that no protoc is needed.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=proto");
    let files = [
        "sotto/link.proto",
        "sotto/keys.proto",
        "sotto/container.proto",
        "sotto/call.proto",
        "sotto/policy.proto",
        "sotto/ding.proto",
    ];
    let descriptors = protox::compile(files, ["proto"])?;
    prost_build::Config::new()
        .skip_debug(["."])
        // names nobody
        .enum_attribute(".sotto.link.v1.PushSet.Outcome", "#[derive(Debug)]")
        .include_file("sotto.rs")
        .compile_fds(descriptors)?;
    Ok(())
}
