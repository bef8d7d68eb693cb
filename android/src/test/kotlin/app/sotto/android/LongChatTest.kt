package app.sotto.android

import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** A chat of more messages than are read at once. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, sdk = [34, 35], qualifiers = "w393dp-h852dp-xhdpi", shadows = [CapturePolicy::class, PacedTrack::class])
class LongChatTest {
    @Test
    fun `older messages come a page at a time when their beginning is looked at, and the place stays`() {
        TwoPhones().use { pair ->
            val all = 230
            repeat(all) { phone.sendText(pair.bobsId, "Message number $it.", kept = true) }
            val activity = open<MainActivity>().get()
            activity.go(Route(Place.CHAT, pair.bobsId))
            fun rows() = activity.views().filterIsInstance<Rows>().single()
            fun count() = rows().count - 1
            until("the newest") { count() == 100 && "number ${all - 1}." in activity.words() }
            assertTrue(rows().childCount < 40, "only what is seen is drawn")
            assertFalse("number 0." in activity.words())
            for (expected in listOf(200, all)) {
                // as a person does who is thrown back by what comes in
                until("$expected of them") { (count() == expected).also { there -> if (!there) rows().setSelection(0) } }
                assertTrue(rows().firstVisiblePosition > 0, "the place stays")
            }
            rows().setSelection(0)
            until("the first") { "number 0." in activity.words() }
            assertEquals(all, count())
        }
    }
}
