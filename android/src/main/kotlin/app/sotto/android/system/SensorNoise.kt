package app.sotto.android.system

import android.content.Context
import android.hardware.*
import app.sotto.Phone
import java.nio.ByteBuffer

private const val ENOUGH = 1_024

/** Noise of the phone's sensors, mixed by the core into meeting keys (S2.1): one handful at each start. */
class SensorNoise(context: Context, private val give: (Phone, ByteArray) -> Unit) {
    private val manager = context.getSystemService(SensorManager::class.java)

    fun gather(phone: Phone) {
        val bytes = ByteBuffer.allocate(ENOUGH)
        val listener = object : SensorEventListener {
            override fun onSensorChanged(event: SensorEvent) {
                for (value in event.values) if (bytes.remaining() >= 4) bytes.putFloat(value)
                if (bytes.remaining() >= 8) bytes.putLong(event.timestamp)
                if (bytes.remaining() >= 8) return
                manager?.unregisterListener(this)
                give(phone, bytes.array())
            }

            override fun onAccuracyChanged(sensor: Sensor, accuracy: Int) = Unit
        }
        for (type in intArrayOf(Sensor.TYPE_ACCELEROMETER, Sensor.TYPE_GYROSCOPE, Sensor.TYPE_MAGNETIC_FIELD)) {
            manager?.getDefaultSensor(type)?.let { manager.registerListener(listener, it, SensorManager.SENSOR_DELAY_GAME) }
        }
    }
}
