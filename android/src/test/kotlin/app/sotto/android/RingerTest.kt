package app.sotto.android

import android.app.NotificationManager
import android.content.Context
import android.media.AudioManager
import android.media.RingtoneManager
import android.os.VibrationAttributes
import android.os.Vibrator
import app.sotto.Operation
import app.sotto.PlatformNews
import app.sotto.Rings
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.junit.After
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** What a person hears and feels: ringing as the phone's own settings allow, and the tone of a call that is not heard. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, sdk = [34, 35], qualifiers = "w393dp-h852dp-xhdpi", shadows = [CapturePolicy::class, PacedTrack::class])
class RingerTest {
    private val context get() = theApp as Context
    private val audio get() = context.getSystemService(AudioManager::class.java)!!
    private val vibrator get() = shadowOf(context.getSystemService(Vibrator::class.java)!!)
    private val ringer by lazy { Ringer(context) }

    @After
    fun close() = closeApp()

    @Test
    fun `a phone that vibrates is felt as one that rings, until it is silenced`() {
        audio.ringerMode = AudioManager.RINGER_MODE_VIBRATE
        ringer.follow(Rings.CALL)
        assertTrue(vibrator.isVibrating)
        // else nobody feels it who does not look at the app
        assertEquals(VibrationAttributes.USAGE_RINGTONE, (vibrator.vibrationAttributesFromLastVibration as VibrationAttributes).usage)
        ringer.silence()
        assertFalse(vibrator.isVibrating)
        ringer.follow(Rings.CALL)
        assertFalse(vibrator.isVibrating, "what was silenced stays so")
        ringer.follow(null)
        ringer.follow(Rings.DING)
        assertTrue(vibrator.isVibrating)
        ringer.follow(null)
        assertFalse(vibrator.isVibrating)
    }

    @Test
    fun `a silent phone and one that shall not be disturbed do not vibrate`() {
        audio.ringerMode = AudioManager.RINGER_MODE_SILENT
        ringer.follow(Rings.CALL)
        assertFalse(vibrator.isVibrating)
        ringer.follow(null)
        audio.ringerMode = AudioManager.RINGER_MODE_VIBRATE
        context.getSystemService(NotificationManager::class.java)!!.setInterruptionFilter(NotificationManager.INTERRUPTION_FILTER_NONE)
        ringer.follow(Rings.CALL)
        assertFalse(vibrator.isVibrating)
    }

    @Test
    fun `a person who chose no ringtone hears none, and nothing breaks`() {
        audio.ringerMode = AudioManager.RINGER_MODE_NORMAL
        RingtoneManager.setActualDefaultRingtoneUri(context, RingtoneManager.TYPE_RINGTONE, null)
        @Suppress("DEPRECATION")
        android.provider.Settings.System.putInt(context.contentResolver, android.provider.Settings.System.VIBRATE_WHEN_RINGING, 1)
        ringer.follow(Rings.CALL)
        assertTrue(vibrator.isVibrating, "it is felt all the same")
        ringer.follow(null)
    }

    @Test
    fun `a call that rings here rings until it is answered, and one that is not heard is said by a tone`() {
        TwoPhones().use { pair ->
            audio.ringerMode = AudioManager.RINGER_MODE_VIBRATE
            pair.bobRings(2)
            until("it rings") { vibrator.isVibrating }
            phone.answer()
            pair.connected()
            until("it rings no more") { !vibrator.isVibrating }
            PacedTrack.loud = 0
            pair.bob.phone.platform(Operation.PERIPHERALS, PlatformNews.ViolationBegan)
            until("the tone") { PacedTrack.loud > 5 }
            phone.hangUp()
        }
    }
}
