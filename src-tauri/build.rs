//! Tells Tauri where the shell's files are: the package is at the top of the tree, the files are here.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The built window is compiled in, but nobody else tells Cargo so.
    for path in ["src-tauri/capabilities", "src-tauri/permissions", "ui/dist"] {
        println!("cargo:rerun-if-changed={path}");
    }
    let access =
        tauri_build::AppManifest::new().permissions_path_pattern("src-tauri/permissions/**/*.toml");
    let attributes = tauri_build::Attributes::new()
        .app_manifest(access)
        .capabilities_path_pattern("src-tauri/capabilities/**/*.json");
    Ok(tauri_build::try_build(attributes)?)
}
