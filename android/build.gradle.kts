// For Android Studio. UNTESTED: this project's own build is pom.xml, as no Google repository is needed for it.
// First: cargo xtask bindings, and with an NDK: cargo ndk -t arm64-v8a -t armeabi-v7a -t x86_64 -o android/jni build
//        --package sotto-uniffi --profile ship
plugins {
    id("com.android.application") version "8.13.0"
    id("org.jetbrains.kotlin.android") version "2.3.0"
}

android {
    namespace = "app.sotto.android"
    compileSdk = 35
    defaultConfig {
        applicationId = "app.sotto.android"
        minSdk = 26
        targetSdk = 35
        versionCode = 1
        versionName = "0.1.0"
    }
    sourceSets["main"].apply {
        manifest.srcFile("AndroidManifest.xml")
        res.srcDirs("res")
        kotlin.srcDirs("src/main/kotlin", "../target/bindings/kotlin")
        jniLibs.srcDirs("jni")
    }
    buildTypes {
        release {
            isMinifyEnabled = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"), "proguard.pro")
        }
    }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
}

dependencies {
    implementation("net.java.dev.jna:jna:5.18.1@aar")
    implementation("org.jetbrains.kotlinx:kotlinx-coroutines-core:1.10.2")
}
