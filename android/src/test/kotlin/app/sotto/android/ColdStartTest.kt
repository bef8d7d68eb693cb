package app.sotto.android

import app.sotto.KeyVault
import app.sotto.OpenConfig
import app.sotto.Phone
import java.io.File
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlinx.coroutines.runBlocking
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** A start with a thousand contacts and a hundred thousand messages. */
@RunWith(RobolectricTestRunner::class)
@Config(application = FilledApp::class, sdk = [35], qualifiers = "w393dp-h852dp-xhdpi", shadows = [CapturePolicy::class, PacedTrack::class])
class ColdStartTest {
    @Test
    fun `the chat list is there at once, however much there is`() {
        val folder = File(theApp.filesDir, "phone").path
        phone
        val activity = open<MainActivity>().get()
        val from = System.nanoTime()
        activity.go(Route(Place.HOME, "chats"))
        val rows = activity.views().filterIsInstance<Rows>().single()
        until("the chats") { rows.count > CONTACTS }
        println("figure cold_start_list_drawn_ms ${(System.nanoTime() - from) / 1_000_000.0}")
        assertTrue(rows.childCount < 30, "only what is seen is drawn")
        activity.picture("home_many_chats")
        closeApp()
        // the core's own part: opened, and the list read
        val times = List(5) {
            val began = System.nanoTime()
            val opened = runBlocking { Phone.open(OpenConfig(folder, null, null), SaidHooks(), PlainVault()) }
            val there = System.nanoTime()
            assertEquals(CONTACTS, opened.chatsView().lines.size)
            val read = System.nanoTime()
            opened.shutDown()
            there - began to read - there
        }
        println("figure cold_start_open_ms ${times.map { it.first }.sorted()[2] / 1_000_000.0}")
        println("figure cold_start_list_ms ${times.map { it.second }.sorted()[2] / 1_000_000.0}")
    }
}

private const val CONTACTS = 1_000

/** The app on a phone that was used for long. */
class FilledApp : TestApp() {
    override fun onCreate() {
        val folder = File(filesDir, "phone").apply { mkdirs() }
        val tool = File(System.getProperty("jna.library.path")!!, "filled_phone").path
        val filled = ProcessBuilder(tool, joinLink, folder.path, "$CONTACTS", "100000").inheritIO().start().waitFor()
        check(filled == 0) { "filled_phone failed" }
        super.onCreate()
    }

    override fun open() = session.open(levers, PlainVault())
}

/** What `filled_phone` wrapped. */
class PlainVault : KeyVault {
    override fun wrap(key: ByteArray) = key
    override fun unwrap(wrapped: ByteArray) = wrapped
}
