package app.sotto.android

import java.io.File
import kotlin.test.assertTrue
import org.junit.After
import org.junit.Assume.assumeTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** A phone whose storage is full: said in words, with one button, and all is well once there is room. */
@RunWith(RobolectricTestRunner::class)
@Config(application = SmallApp::class, sdk = [34, 35], qualifiers = "w393dp-h852dp-xhdpi")
class FullTest {
    @After
    fun close() {
        closeApp()
        SmallApp.unmount()
    }

    @Test
    fun `storage runs full under the open app, and there is room again`() {
        assumeTrue("only root can make a small disk", SmallApp.mounted)
        join("Alice")
        val activity = open<MainActivity>().get()
        val junk = File(SmallApp.disk, "junk")
        junk.outputStream().use { out ->
            try {
                while (true) out.write(ByteArray(4_096))
            } catch (full: java.io.IOException) {
                // that is meant
            }
        }
        // numbers are stored until there is no room for one
        repeat(400) { number -> runCatching { theApp.session.phone?.paste("+49 30 ${100_000 + number}") } }
        until("it is said") { "no room left" in activity.words() }
        activity.picture("storage_full")
        junk.delete()
        activity.tap("Try again")
        until("it goes on") { theApp.session.phone != null && "Contacts" in activity.words() }
        assertTrue(phone.myCard()?.name == "Alice")
    }
}

/** The app on a disk of two megabytes. */
class SmallApp : TestApp() {
    override fun onCreate() {
        disk = File(filesDir, "phone").apply { mkdirs() }
        mounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "none", disk.path)
        super.onCreate()
    }

    companion object {
        lateinit var disk: File
        var mounted = false

        fun unmount() {
            if (mounted) run("umount", "--lazy", disk.path)
            mounted = false
        }

        private fun run(vararg words: String) = ProcessBuilder(*words).redirectErrorStream(true).start().waitFor() == 0
    }
}
